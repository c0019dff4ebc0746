"""Attacks: dishonest copies of honest bundles, to try with what they are caught."""
