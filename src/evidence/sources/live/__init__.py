"""Live cameras: streams recorded as they come."""
