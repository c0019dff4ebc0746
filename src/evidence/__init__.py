"""Evidence: whether a subsidised vocational class took place, with the proof."""

__version__ = "0.1.0"
