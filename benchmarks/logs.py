"""Learning logs: ten million events of 20,000 learners, from the file to what rules judge.

    python -m benchmarks.logs

The log is made once, seeded, by DuckDB (kept in the temporary folder), and read in a child process
of its own: as JSON lines, and as Parquet. *Worked out* is all that the contract asks of the events:
reading, ordering, playing, gains, seeks, prompts. *Handed over* adds the building of every
LearnerPlayback in Python. Beside it the same walk from event to event in plain Python over a tenth
of the lines, scaled up. No picture is decoded. CPU seconds are of both cores, up to worked out.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from time import perf_counter

import duckdb
from rich.console import Console
from rich.table import Table
from tests.analyzers.playback.interpreter import Event, Window
from tests.analyzers.playback.logs import Silent, bundle

from evidence.analyzers.playback.observer import DuckDBPlayback, handed_over
from evidence.domain.learning import Lesson
from evidence.sources.logs.dialect import read_log

ROOT = Path(__file__).resolve().parents[1]
FOLDER = Path(tempfile.gettempdir()) / "evidence-benchmarks"
LEARNERS = 20_000
ATTEMPTS = 5
EVENTS_EACH = 100
EVENTS = LEARNERS * ATTEMPTS * EVENTS_EACH
TENTH = EVENTS // 10
LIMIT_EVENTS_A_SECOND = 1_000_000
LIMIT_BYTES = 2 << 30
SECOND = 1_000_000
COURSE = tuple(
    Lesson(f"lesson-{n}", n, f"Lesson {n}", 1100 * SECOND, professional=True)
    for n in range(1, ATTEMPTS + 1)
)
# Every learner plays five lessons at two-hour intervals: a beat each 10 s, up to 0.3 s late, with
# a pause, a seek back, prompts and pictures; some play faster, or skip, by the learner's number.
# The lines come as a platform writes them, all learners mixed, in the order of the clock.
MAKE = """
COPY (
    SELECT
        strftime(make_timestamp(moment), '%Y-%m-%dT%H:%M:%S.%f') || '+00:00' AS ts,
        printf('L%05d', learner) AS learner,
        printf('window-%05d-%d', learner, attempt) AS attempt,
        printf('lesson-%d', attempt + 1) AS lesson,
        event,
        round((step * 10 + late / 1e6) * CASE WHEN learner % 50 = 0 THEN 1.05 ELSE 1 END, 3)
            AS position,
        CASE WHEN event = 'seek' THEN step * 10.0 END AS "from",
        CASE WHEN event = 'seek' THEN step * 10.0 + CASE WHEN learner % 70 = 0 THEN 60 ELSE -60 END
            END AS "to",
        CASE WHEN event LIKE 'prompt%' THEN printf('p%d', step // 25) END AS prompt,
        CASE WHEN event = 'snapshot' THEN printf('snapshots/%05d.jpg', learner) END AS image
    FROM (
        SELECT
            *,
            1618797600000000 + (attempt * 7200 + step * 10) * 1000000 + late AS moment,
            CASE
                WHEN step = 0 THEN 'start' WHEN step = 1 THEN 'play' WHEN step = 99 THEN 'end'
                WHEN step = 40 THEN 'pause' WHEN step = 41 THEN 'play' WHEN step = 60 THEN 'seek'
                WHEN step % 25 = 20 THEN 'prompt_shown' WHEN step % 25 = 21 THEN 'prompt_answered'
                WHEN step % 50 = 49 THEN 'snapshot' ELSE 'heartbeat'
            END AS event
        FROM (
            SELECT learner, attempt, step,
                (hash(learner, attempt, step, 20210420) % 300000)::BIGINT AS late
            FROM range($learners) AS a(learner), range($attempts) AS b(attempt),
                range($each) AS c(step)
        )
    )
    ORDER BY moment, learner
) TO '$path' ($format)
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """Wall and CPU seconds, and the peak of memory in bytes."""

    worked_out: float
    handed_over: float
    cpu: float
    peak: int


def made(name: str, form: str) -> Path:
    """The log of that form, made where it is not there yet."""
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / name
    if not path.exists():
        values = {"learners": LEARNERS, "attempts": ATTEMPTS, "each": EVENTS_EACH}
        sql = MAKE.replace("$path", str(path)).replace("$format", form)
        for key, value in values.items():
            sql = sql.replace(f"${key}", str(value))
        with duckdb.connect() as connection:
            connection.execute(sql)
    return path


def measure(name: str) -> Measured:
    """Read the log in this process."""
    roster = [f"L{number:05d}" for number in range(LEARNERS)]
    given = bundle(FOLDER, [name], learners=roster, course=COURSE)
    observer = DuckDBPlayback(read_log)
    began, cpu = perf_counter(), cpu_seconds()
    with observer.worked_out(given, answer_within=60 * SECOND, progress=Silent()) as (loaded, logs):
        worked_out, cpu = perf_counter() - began, cpu_seconds() - cpu
        learners = tuple(handed_over(logs, given))
    if len(learners) != LEARNERS or loaded.notes:
        raise SystemExit(f"not read as it was made: {len(learners)} learners, {loaded.notes}")
    return Measured(worked_out, perf_counter() - began, cpu, peak_memory())


def peak_memory() -> int:
    """Bytes; not by getrusage, whose number a child inherits from whoever started it."""
    status = Path("/proc/self/status").read_text("ascii")
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024


def cpu_seconds() -> float:
    """Of this process so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def in_a_child(name: str) -> Measured:
    """The same in a process that has done nothing else."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.logs", name],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    return Measured(**json.loads(done.stdout))


def plain_python(path: Path) -> float:
    """Seconds to walk through a tenth of the lines, event by event."""
    began = perf_counter()
    attempts: defaultdict[tuple[str, str], list[Event]] = defaultdict(list)
    with path.open(encoding="utf-8") as lines:
        for line in islice(lines, TENTH):
            event = parsed(json.loads(line))
            attempts[event.learner, event.attempt].append(event)
    for (_, name), events in attempts.items():
        walk(name, sorted(events, key=lambda event: event.ts))
    return perf_counter() - began


def parsed(row: dict[str, object]) -> Event:
    """An event of a native line, its numbers exact."""

    def micros(key: str) -> int | None:
        value = row.get(key)
        return round(value * 1e6) if isinstance(value, float | int) else None

    moment = datetime.fromisoformat(str(row["ts"])) - datetime(1970, 1, 1, tzinfo=UTC)
    return Event(
        ts=moment // timedelta(microseconds=1),
        learner=str(row["learner"]),
        attempt=str(row["attempt"]),
        event=str(row["event"]),
        lesson=str(row["lesson"]),
        position=micros("position"),
        came=micros("from"),
        went=micros("to"),
        prompt=str(row["prompt"]) if row.get("prompt") else None,
        image=str(row["image"]) if row.get("image") else None,
    )


def walk(name: str, events: Sequence[Event]) -> int:
    """Playing, the most gained on the clock, and the longest time without an answered prompt."""
    window = Window(name, 0, any(event.event == "heartbeat" for event in events))
    for event in events:
        window.take(event)
    most = max((gained(run) for _, run in window.samples), default=0)
    return max(most, *gaps(window, events), 0)


def gained(run: Sequence[tuple[int, int, int]]) -> int:
    """The most that position gained on the clock between any two samples."""
    most, least = 0, None
    for at, position, _ in run:
        ahead = position - at
        least = ahead if least is None else min(least, ahead)
        most = max(most, ahead - least)
    return most


def gaps(window: Window, events: Sequence[Event]) -> Iterator[int]:
    """Playing time from one answered prompt to the next."""
    shown = {event.prompt: event.ts for event in events if event.event == "prompt_shown"}
    marks = sorted(
        shown[event.prompt]
        for event in events
        if event.event == "prompt_answered"
        and event.prompt in shown
        and 0 <= event.ts - shown[event.prompt] <= 60 * SECOND
    )
    since = 0
    for mark in [*marks, events[-1].ts]:
        playing = sum(
            max(0, min(mark, part.ended) - max(since, part.began)) for part in window.parts
        )
        since = mark
        yield playing


def main() -> None:
    """Measure and print the table; exit with 1 where a limit is missed."""
    json_lines = made("events.jsonl", "FORMAT json")
    made("events.parquet", "FORMAT parquet")
    rows = {name: in_a_child(name) for name in ("events.jsonl", "events.parquet")}
    plain = plain_python(json_lines) * EVENTS / TENTH

    table = Table(title=f"{EVENTS:,} events, {LEARNERS:,} learners")
    for heading in ("", "worked out", "events a second", "handed over", "CPU", "peak memory"):
        table.add_column(heading, justify="right" if heading else "left")
    for name, got in rows.items():
        table.add_row(
            name,
            f"{got.worked_out:.1f} s",
            f"{EVENTS / got.worked_out:,.0f}",
            f"{got.handed_over:.1f} s",
            f"{got.cpu:.1f} s",
            f"{got.peak / (1 << 20):,.0f} MiB",
        )
    table.add_row("plain Python", f"{plain:.0f} s", f"{EVENTS / plain:,.0f}", "", "", "")
    Console().print(table)
    met = all(
        EVENTS / got.worked_out >= LIMIT_EVENTS_A_SECOND and got.peak < LIMIT_BYTES
        for got in rows.values()
    )
    sys.exit(0 if met else 1)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        told = measure(sys.argv[1])
        print(json.dumps({name: getattr(told, name) for name in Measured.__slots__}))
    else:
        main()
