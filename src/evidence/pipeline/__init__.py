"""The use cases, over small ports."""
