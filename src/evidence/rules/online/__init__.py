"""Rules about watching online lessons."""
