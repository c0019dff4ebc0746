"""Faces in pictures and footage: found, measured and compared, never named here."""
