"""Attacks on honest footage, and what is caught of them."""
