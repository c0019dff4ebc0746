"""Viewing: recordings made fit to be looked at; nothing here is ever counted as evidence."""
