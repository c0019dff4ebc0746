"""The migrations, one file a revision; a released one is never changed."""
