"""Stopping a night: what is in hand is kept, and the night goes on where it was."""

from dataclasses import dataclass, replace

import pytest

from evidence.pipeline.nightly import Night
from evidence.pipeline.stopping import HeedingCrew, HeedingProgress, Stopped
from tests.pipeline.nights import DATE, Evening

CLASSES = tuple(f"INST-0001/C-{number}" for number in range(5))


@dataclass
class Patience:
    """Somebody who wants it to stop once it was asked about so often."""

    looks: int

    def __call__(self) -> bool:
        self.looks -= 1
        return self.looks < 0


def evening() -> Evening:
    made = Evening()
    for subject in CLASSES:
        made.shelf.put(subject)
    return made


def heeding(night: Night, stop: Patience) -> Night:
    return replace(night, crew=HeedingCrew(night.crew, 2, stop))


@pytest.mark.parametrize("looks", range(8))
def test_a_night_that_was_stopped_anywhere_goes_on_to_the_same_verdicts(looks: int) -> None:
    whole, halted = evening(), evening()
    whole.run()
    stop = Patience(looks)

    with pytest.raises(Stopped):
        heeding(halted.night(), stop).run(DATE, "", HeedingProgress(stop))
    (left,) = halted.store.runs.latest()
    came = halted.run()

    assert left.ended is None
    assert {each.subject: each.end for each in came.classes} == {
        each.subject: each.end for each in whole.run().classes
    }
    assert [len(halted.store.verdicts.history(subject)) for subject in CLASSES] == [1] * 5


def test_the_handful_in_hand_is_finished_and_no_other_begun() -> None:
    tonight = evening()

    with pytest.raises(Stopped):
        heeding(tonight.night(), Patience(1)).run(DATE, "", HeedingProgress(lambda: False))

    assert len(tonight.crew.handed) == 2


def test_a_night_that_nobody_stops_is_told_whole() -> None:
    tonight = evening()

    came = heeding(tonight.night(), Patience(1000)).run(DATE, "", HeedingProgress(lambda: False))

    assert len(came.classes) == 5
    assert came.whole
