"""The report on one class: everything that its template shows, already in words.

``ClassReport`` is the page, and ``templates/class_report.html`` its face; filling.py fills it.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from evidence.report.figures import Figure


@dataclass(frozen=True, slots=True)
class Tally:
    """How many stand how: a word, its standing for the colour, and the count."""

    standing: str
    mark: str
    word: str
    count: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One class hour in a strip."""

    number: int
    standing: str
    mark: str
    title: str


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One session: its place in the timetable, its class hours, and the drawing of its footage.

    ``open`` tells whether the drawing is shown unfolded.
    """

    anchor: str
    id: str
    day: str
    clock: str
    kind: str
    room: str
    recorded: str
    cells: tuple[Cell, ...]
    drawing: Markup
    open: bool


@dataclass(frozen=True, slots=True)
class Shot:
    """A small picture that shows what was found: the address of its data, and what it is.

    ``link`` leads to that spot of the footage, "" where no reader finds it.
    """

    source: str
    caption: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Spotted:
    """A file or a stretch of it, and the way there, "" where no reader finds it."""

    told: str
    link: str = ""


NOWHERE = Spotted("")


@dataclass(frozen=True, slots=True)
class PairRow:
    """One moment of a replay, and the same of what it replays; None where that is not at hand."""

    here: Shot
    there: Shot | None


@dataclass(frozen=True, slots=True)
class ReplayRow:
    """A replay: which stretch shows ``again`` which other, how ``changed``, and at a few moments.

    ``again`` says whether it surely does; ``mirrored`` that one is the other turned over.
    """

    again: str
    here: Spotted
    there: Spotted
    mirrored: bool
    changed: str
    pairs: tuple[PairRow, ...]
    drawing: Markup


@dataclass(frozen=True, slots=True)
class StretchRow:
    """A stretch that shows nothing of its hour: drawn in its recording, and at a few moments."""

    here: Spotted
    edges: str
    shots: tuple[Shot, ...]
    drawing: Markup


@dataclass(frozen=True, slots=True)
class UncomparedRow:
    """Footage that could not be held against other footage: how much, ``why``, and where.

    ``before`` is what it comes after and may be a copy of, None where the reason is another.
    """

    told: str
    why: str
    places: tuple[Spotted, ...]
    before: Spotted | None
    drawing: Markup


@dataclass(frozen=True, slots=True)
class ClockRow:
    """How the clock in the picture ran: a plot, pictures of it where it tells, and which file."""

    plot: Markup
    shots: tuple[Shot, ...]
    here: Spotted = NOWHERE


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding, or several that say the same sentence; ``where`` lists files and times.

    ``stretches`` are what it tells of, ``replays`` what comes again, ``clocks`` what a clock told,
    ``uncompared`` what could not be held against other footage; ``shown_with`` are the numbers and
    titles of the findings with which the rest of that is drawn.
    """

    number: int
    subjects: tuple[str, ...]
    message: str
    measured: str
    required: str
    when: str
    where: tuple[Spotted, ...]
    stretches: tuple[StretchRow, ...] = ()
    replays: tuple[ReplayRow, ...] = ()
    clocks: tuple[ClockRow, ...] = ()
    uncompared: tuple[UncomparedRow, ...] = ()
    shown_with: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FindingTable:
    """The findings of one rule with one effect, and the clause that they rest on."""

    mark: str
    style: str
    title: str
    effect: str
    law: str
    clause: str
    text: str
    count: int
    open: bool
    rows: tuple[FindingRow, ...]


@dataclass(frozen=True, slots=True)
class PlaybackRow:
    """How one learner played, drawn."""

    learner: str
    summary: str
    drawing: Markup


@dataclass(frozen=True, slots=True)
class LearnerRow:
    """One learner: the masked name, the standing, the class hours.

    ``share`` is credited of those planned, ``open_share`` waits for a person, in thousandths.
    """

    id: str
    name: str
    standing: str
    mark: str
    word: str
    planned: int
    credited: int
    share: int
    open_share: int
    theory: int
    practical: int
    online: int
    in_review: int
    admitted: bool


@dataclass(frozen=True, slots=True)
class FaceShot:
    """A close-up: ``source`` is the address of its data, "" where there is none to show.

    ``score`` is its distance on the scale, ``link`` where it was taken from.
    """

    source: str
    caption: str
    answer: str = ""
    score: str = ""
    style: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class FacePlace:
    """A class hour: whether the learner was recognised in it, and one click to where."""

    name: str
    standing: str
    mark: str
    title: str
    link: str


@dataclass(frozen=True, slots=True)
class FaceRow:
    """One learner's faces: portraits, the best looks in footage, pictures sent, and the scale.

    ``unlike`` says why nothing, or nobody like this learner, stands on the scale, and ``nearest``
    how far the nearest face is, which is somebody else's; "" else.
    """

    learner: str
    name: str
    standing: str
    mark: str
    portraits: tuple[FaceShot, ...]
    looks: tuple[FaceShot, ...]
    sent: tuple[FaceShot, ...]
    scale: Markup
    unlike: str
    nearest: str
    places: tuple[FacePlace, ...]


@dataclass(frozen=True, slots=True)
class ManualRow:
    """A clause for a person to tick."""

    where: str
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class NoteRow:
    """Something seen on reading the bundle."""

    message: str
    path: str
    count: int


@dataclass(frozen=True, slots=True)
class ClassReport:
    """The whole page.

    ``facts`` and ``origin`` are pairs of a label and what it says, ``flaws`` and ``face_marks`` of
    a sign in the drawings and what it means.
    """

    language: str
    title: str
    standing: str
    mark: str
    word: str
    sentence: str
    facts: tuple[tuple[str, str], ...]
    hours: tuple[Tally, ...]
    learners_standing: tuple[Tally, ...]
    steps: tuple[str, ...]
    sessions: tuple[SessionRow, ...]
    findings: tuple[FindingTable, ...]
    finding_count: int
    playbacks: tuple[PlaybackRow, ...]
    learners: tuple[LearnerRow, ...]
    manual: tuple[ManualRow, ...]
    notes: tuple[NoteRow, ...]
    origin: tuple[tuple[str, str], ...]
    flaws: tuple[tuple[str, str], ...] = ()
    faces: tuple[FaceRow, ...] = ()
    face_marks: tuple[tuple[str, str], ...] = ()
    figures: tuple[Figure, ...] = ()

    @property
    def faced(self) -> frozenset[str]:
        """The learners who have a row of faces."""
        return frozenset(row.learner for row in self.faces)
