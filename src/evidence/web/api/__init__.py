"""The API for machines: what the pages do, as JSON, under /api/v1."""
