"""The schedule put together: nights that are due, on a real store."""

import os
from pathlib import Path

from evidence.domain.time import DAY, HOUR, SECOND
from evidence.pipeline.store import Run
from evidence.wiring.schedule import Scheduled, nights
from tests.wiring.deployments import TWO_AT_NIGHT, Hand, scheduled


def runs(of: Scheduled) -> list[tuple[str, int, bool]]:
    with of.store() as store:
        return [(run.date, run.times, run.ended is not None) for run in store.runs.latest()]


def test_a_night_that_is_due_is_run_once_however_often_it_is_looked_for(tmp_path: Path) -> None:
    tonight = scheduled(tmp_path)

    nights(tonight)
    nights(tonight)

    assert runs(tonight) == [("2021-04-20", 1, True)]


def test_before_its_time_and_after_the_grace_no_night_is_run(tmp_path: Path) -> None:
    for now in (TWO_AT_NIGHT - 1, TWO_AT_NIGHT + 6 * HOUR):
        nights(scheduled(tmp_path, clock=Hand(now)))

    assert runs(scheduled(tmp_path)) == []


def test_a_machine_that_was_off_for_two_nights_runs_both_within_a_longer_grace(
    tmp_path: Path,
) -> None:
    late = scheduled(tmp_path, "[schedule]\ngrace_hours = 48\n", Hand(TWO_AT_NIGHT + DAY))

    nights(late)

    assert runs(late) == [("2021-04-21", 1, True), ("2021-04-20", 1, True)]


def test_a_night_that_was_killed_goes_on(tmp_path: Path) -> None:
    tonight = scheduled(tmp_path)
    with tonight.store() as store:
        store.runs.begin(Run("2021-04-20", "", "dead:1", TWO_AT_NIGHT))

    nights(tonight)

    assert runs(tonight) == [("2021-04-20", 1, True)]


def test_once_it_is_to_end_no_night_is_begun(tmp_path: Path) -> None:
    tonight = scheduled(tmp_path)
    tonight.stop.set()

    nights(tonight)

    assert runs(tonight) == []


def test_after_a_night_what_is_too_old_is_purged_where_the_deployment_says_so(
    tmp_path: Path,
) -> None:
    keeps_all = scheduled(tmp_path)
    nights(keeps_all)
    with keeps_all.store() as store:
        assert "purged" not in [entry.event for entry in store.audit.entries()]

    for_three_years = scheduled(
        tmp_path, "[retention]\nverdicts_years = 3\n", Hand(TWO_AT_NIGHT + DAY)
    )
    nights(for_three_years)

    with for_three_years.store() as store:
        (entry,) = [entry for entry in store.audit.entries() if entry.event == "purged"]
    assert entry.details["before"] == TWO_AT_NIGHT + DAY - (3 * 365 + 1) * DAY


def test_after_a_night_what_never_came_whole_is_swept_from_the_landing_folder(
    tmp_path: Path,
) -> None:
    part = tmp_path / "landing" / "INST-7" / ".C-1.zip.0123.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"half")
    for days, there in ((7, True), (8, False)):
        at = (TWO_AT_NIGHT - days * DAY) // SECOND
        os.utime(part, (at, at))
        nights(scheduled(tmp_path, clock=Hand(TWO_AT_NIGHT + (0 if there else DAY))))

        assert part.exists() == there
