"""Learning logs, one file a dialect."""
