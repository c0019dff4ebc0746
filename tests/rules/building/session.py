"""One session: ``lasts`` is minutes, or [minutes, microseconds] for what is finer."""

from typing import Any

from evidence.domain.teaching import Kind, Session
from evidence.domain.time import MINUTE, Interval

BUILDS = Session
START = 1_618_794_000_000_000


def build(case: dict[str, Any]) -> Session:
    minutes, micros = case["lasts"] if isinstance(case["lasts"], list) else (case["lasts"], 0)
    span = Interval(START, START + minutes * MINUTE + micros)
    return Session("S1", Kind(case.get("kind", "theory")), span, case["class_hours"])
