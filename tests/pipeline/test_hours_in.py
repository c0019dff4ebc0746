"""The class hours behind a learner's figures add up to the figures."""

from hypothesis import given
from hypothesis import strategies as st

from evidence.domain.findings import HourVerdict, Standing
from evidence.domain.time import Interval
from evidence.pipeline.verdicts import _hours_in


def hour(session: int, number: int, standing: Standing) -> HourVerdict:
    span = Interval(session * 100 + number, session * 100 + number + 1)
    return HourVerdict(f"S{session}", number, "theory", span, standing, 0, 0, "", None)


class_hours = st.lists(
    st.tuples(st.integers(1, 3), st.integers(1, 6), st.sampled_from(Standing), st.booleans()),
    unique_by=lambda each: each[:2],
).map(lambda rows: sorted(rows, key=lambda row: row[:2]))


@given(class_hours)
def test_runs_hold_every_hour_once(
    rows: list[tuple[int, int, Standing, bool]],
) -> None:
    hours = [hour(session, number, standing) for session, number, standing, _ in rows]
    untold = [each for each, row in zip(hours, rows, strict=True) if row[3]]
    taught = [each for each in hours if each not in untold]
    told = {
        (run.session, number): run.standing
        for run in _hours_in(hours, taught, untold)
        for number in range(run.first, run.last + 1)
    }

    assert told == {
        (each.session, each.number): Standing.REVIEW
        if each in untold and each.standing is Standing.VALID
        else each.standing
        for each in hours
    }
