"""This process: its clock, and its name among all the processes of all machines."""

from __future__ import annotations

import os
import socket

from evidence.engine.clock import SystemClock

CLOCK = SystemClock()


def worker_name() -> str:
    """Who this is."""
    return f"{socket.gethostname()}:{os.getpid()}"
