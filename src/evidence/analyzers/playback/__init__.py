"""Playback: learning logs of any length, worked through by DuckDB as sets."""
