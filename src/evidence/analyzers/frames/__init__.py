"""What the pictures of footage show."""
