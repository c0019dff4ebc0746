"""A process, told apart from all others of all machines by its name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Process:
    """A process of a machine.

    ``kernel`` tells one start of a machine, or one container on it, from another, and ``start`` a
    process from an earlier one with the same ``pid``; both are "" where the system does not say.
    """

    host: str
    pid: int
    kernel: str = ""
    start: str = ""

    @classmethod
    def named(cls, name: str) -> Process | None:
        """The process of a name, None where it is the name of something else."""
        host, *parts = name.split(":")
        if len(parts) not in {1, 3} or not parts[0].isdecimal():
            return None
        return cls(host, int(parts[0]), *parts[1:])

    @property
    def short(self) -> str:
        """Its name for people."""
        return f"{self.host}:{self.pid}"

    def __str__(self) -> str:
        """Its name."""
        return ":".join([self.short, self.kernel, self.start]) if self.start else self.short
