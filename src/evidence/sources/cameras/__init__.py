"""Recorders and cameras: one file for each kind of source that footage comes from."""
