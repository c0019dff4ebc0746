"""What tells one stretch of footage from another, and finds it again."""
