"""Faces: how fast and how truly learners are recognised, printed as tables."""
