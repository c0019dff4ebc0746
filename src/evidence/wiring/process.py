"""This process: its clock, and its name among all the processes of all machines."""

from __future__ import annotations

from evidence.engine.clock import SystemClock
from evidence.engine.processes import this_process

CLOCK = SystemClock()


def worker_name() -> str:
    """Who this is, in the ledger."""
    return str(this_process())


def short_name() -> str:
    """Who this is, for people."""
    return this_process().short
