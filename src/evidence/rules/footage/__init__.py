"""Rules about camera footage."""
