"""Rules about the class as it was declared and planned."""
