"""Evidence: whether a subsidised vocational class took place, with the proof."""
