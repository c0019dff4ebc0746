"""Online hours: playing time cut into class hours, and the pictures that belong to each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from evidence.domain.learning import ONLINE_CLASS_HOUR, LearnerHour
from evidence.domain.time import Interval, Timeline
from evidence.facts.pieces import LearnerLog

# Before and after all wall time.
ALWAYS = 1 << 62


def learner_hours(log: LearnerLog, playing: Timeline) -> Iterator[LearnerHour]:
    """Each whole 45 min of a learner's playing time, with the pictures that are its own."""
    carries_proof = all(attempt.carries_proof for attempt in log.attempts.values())
    spans = list(whole_hours(playing))
    owned = list(_owned(spans, playing))
    pictures = [tuple(s for s in log.snapshots if own.start <= s.at < own.end) for own in owned]
    kept = tuple(sum(picture.opens for picture in taken) for taken in pictures)
    answers = [
        tuple(said for at, said in log.answers if own.start <= at < own.end) for own in owned
    ]
    for number, (span, taken) in enumerate(zip(spans, pictures, strict=True), 1):
        yield LearnerHour(
            learner=log.learner,
            number=number,
            span=span,
            snapshots=taken,
            carries_proof=carries_proof,
            lost=log.lost,
            logs=log.paths,
            kept=kept,
            answers=answers[number - 1],
        )


def _owned(spans: Sequence[Interval], playing: Timeline) -> Iterator[Interval]:
    """From the first second played of each hour to that of the next.

    What is before the first belongs to it, and what is after the last, where nothing follows.
    """
    starts = [span.start for span in spans]
    rest = (span for span in playing if spans and span.end > spans[-1].end)
    starts += [max(span.start, spans[-1].end) for span in islice(rest, 1)]
    bounds = [-ALWAYS, *starts[1:], ALWAYS][: len(spans) + 1]
    return (Interval(start, end) for start, end in pairwise(bounds))


def whole_hours(playing: Timeline) -> Iterator[Interval]:
    """The wall time over which each whole 45 min of playing time stretches."""
    done, start = 0, None
    for span in playing:
        at = span.start
        while at < span.end:
            start = at if start is None else start
            step = min(span.end - at, ONLINE_CLASS_HOUR - done)
            done, at = done + step, at + step
            if done == ONLINE_CLASS_HOUR:
                yield Interval(start, at)
                done, start = 0, None
