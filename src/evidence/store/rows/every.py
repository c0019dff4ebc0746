"""Every row there is, of all nouns: what the migrations must come to."""

from __future__ import annotations

from evidence.store.rows import classes, people, review, seen, work
from evidence.store.rows.row import Row

NOUNS = (classes, people, review, seen, work)
METADATA = Row.metadata
