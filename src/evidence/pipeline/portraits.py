"""Notes on portraits: one line for each thing wrong, naming the learners, for a clerk to act on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from evidence.domain.findings import Note
from evidence.domain.presence import ClassFaces, PortraitFault
from evidence.domain.text import Text, say

SHOWN = 10
ADVICE: dict[PortraitFault, Text] = {
    PortraitFault.EMPTY: say(
        "the portraits of {learners} are empty files: copy them again from where they come from"
    ),
    PortraitFault.LARGE: say(
        "the portraits of {learners} are larger than 64 MB or 100 million pixels: make them smaller"
    ),
    PortraitFault.UNREADABLE: say(
        "the portraits of {learners} do not open: save them again as JPEG or PNG"
    ),
    PortraitFault.ASIDE: say(
        "the portraits of {learners} lie on their side or head down: turn them upright"
    ),
    PortraitFault.NO_FACE: say(
        "the portraits of {learners} show no face: take others, from the front and in even light"
    ),
    PortraitFault.SEVERAL_FACES: say(
        "the portraits of {learners} show several faces: cut them to the one of the learner"
    ),
    PortraitFault.SMALL: say(
        "the faces in the portraits of {learners} are too small: hand in larger photos"
    ),
    PortraitFault.BLURRED: say(
        "the portraits of {learners} are blurred: take others that are sharp"
    ),
    PortraitFault.TURNED: say(
        "the faces in the portraits of {learners} are turned away: take others from the front"
    ),
    PortraitFault.SAME_FILE: say(
        "the portraits of {learners} are the same file as another learner's: hand in the right ones"
    ),
    PortraitFault.SAME_FACE: say(
        "the portraits of {learners} show the same face as another learner's: hand in the right "
        "ones, or see whether one person is on the roster twice"
    ),
    PortraitFault.OTHER_FACE: say(
        "the portraits of {learners} show different faces: take out the wrong ones"
    ),
}


def portrait_notes(faces: ClassFaces) -> Iterator[Note]:
    """What is wrong with the portraits of a roster; files are not named, only learners.

    A portrait that is missing is told when the roster is read.
    """
    wrong: dict[PortraitFault, list[str]] = defaultdict(list)
    for learner, portraits in faces.portraits:
        for fault in dict.fromkeys(portrait.fault for portrait in portraits):
            if fault is not None:
                wrong[fault].append(learner)
    for fault, advice in ADVICE.items():
        if wrong[fault]:
            learners = ", ".join(wrong[fault][:SHOWN])
            learners += " …" if len(wrong[fault]) > SHOWN else ""
            told = Text(advice.pattern, (("learners", learners),))
            yield Note(f"portrait-{fault}", told, path="roster.csv", count=len(wrong[fault]))
