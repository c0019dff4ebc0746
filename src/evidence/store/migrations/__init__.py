"""Migrations of the store: how each version of its schema comes from the one before."""
