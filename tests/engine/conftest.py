"""The databases that the store is tested on."""

from tests.store.conftest import new_postgresql, ready_sqlite, server

__all__ = ["new_postgresql", "ready_sqlite", "server"]
