"""Rules about who was there."""
