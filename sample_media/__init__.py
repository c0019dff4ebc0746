"""The sample classes: drawn footage, invented people and simulated logs whose truth is known."""
