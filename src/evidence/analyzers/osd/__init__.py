"""The clock that a camera burns into its pictures."""
