"""What the packets of footage say."""
