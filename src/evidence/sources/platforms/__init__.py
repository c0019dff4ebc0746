"""Learning platforms: one file for each way that their events come in."""
