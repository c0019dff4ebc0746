"""The words: what this field talks about, and nothing that touches the world."""
