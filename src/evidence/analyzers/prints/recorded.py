"""Recorded: the recordings of a class held against every class that was ever checked.

What the record knew belongs to what a verdict rests on. So the extent of the record is fixed when
a bundle is first compared, and the same bundle is held against the same record ever after,
whatever has been added to it since.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from evidence.analyzers.prints.comparing import Same, Shot, sames, shared, shots_of
from evidence.analyzers.prints.form import MAGIC, loads
from evidence.analyzers.prints.reading import Reading
from evidence.analyzers.prints.words import words
from evidence.domain.bundle import ClassBundle
from evidence.domain.footage import DatedBy, EndReason, FootageFile, Media, Recording
from evidence.domain.pictures import Flaw, Pictures, Place, Seen, Spell
from evidence.domain.time import Timeline
from evidence.pipeline.ledger import Observation, Observations
from evidence.pipeline.record import KnownPrint, PrintRecord

FORM = MAGIC.decode()
WIDE = 30  # seconds of offset that words of one copy may differ by
FEW = 3  # words in common that make a print worth aligning
TRIED = 16  # prints aligned for each recording, those with the most words in common


@dataclass(frozen=True, slots=True)
class RecordComparer:
    """Compares the recordings of a class with the record, then adds them to it.

    ``kept`` remembers how far the record reached when a bundle was first compared; ``code`` is the
    version that compares. A class is never held against itself, as it is now or as it once was.
    """

    record: PrintRecord
    kept: Observations
    code: str
    now: Callable[[], int]

    def compare(
        self, bundle: ClassBundle, recordings: Sequence[Recording]
    ) -> tuple[Recording, ...]:
        """The recordings, with the seconds that were handed in before told in their pictures."""
        upto = self._extent(bundle)
        subject = subject_of(bundle)
        told = {}
        known: list[KnownPrint] = []
        for shot in shots_of(recordings):
            path = shot.recording.path
            told[path] = tuple(self._spells(shot, subject, upto))
            known.append(_known(bundle, subject, shot))
        self.record.put(known)
        return tuple(_with(one, told.get(one.path, ())) for one in recordings)

    def _extent(self, bundle: ClassBundle) -> int:
        key = f"{self.code}/record"
        before = self.kept.get(bundle.sha256, key)
        if before is None:
            extent = Observation(bundle.sha256, key, str(self.record.extent()))
            self.kept.put(extent, self.now())
            before = self.kept.get(bundle.sha256, key) or extent.body
        return int(before)

    def _spells(self, shot: Shot, subject: str, upto: int) -> Iterator[Spell]:
        seen = Timeline(())
        for known in self._candidates(shot, subject, upto):
            there = _shot(known)
            for same in sames(shot, there):
                already = (seen & Timeline((same.here,))).length
                if 2 * already < same.here.length and not _lawful(shot, there, same):
                    seen = seen | Timeline((same.here,))
                    yield _spell(same, known, upto)

    def _candidates(self, shot: Shot, subject: str, upto: int) -> Iterator[KnownPrint]:
        """The known prints with words in common at one offset, the likeliest first."""
        if not upto:
            return
        votes: Counter[int] = Counter()
        for flip in (False, True):
            for number, count in self._votes(shot, flip=flip, upto=upto).items():
                votes[number] = max(votes[number], count)
        likely = sorted((-count, number) for number, count in votes.items() if count >= FEW)
        order = {number: place for place, (_, number) in enumerate(likely[:TRIED])}
        found = self.record.get(sorted(order)) if order else ()
        for known in sorted(found, key=lambda one: order[one.number]):
            if known.subject != subject and known.code == FORM:
                yield known

    def _votes(self, shot: Shot, *, flip: bool, upto: int) -> Counter[int]:
        """For each print, how many different words of ours it has at its best offset."""
        asked: dict[int, set[int]] = {}
        for word in words(shot.taken, flip=flip):
            for near in word.near:
                asked.setdefault(near, set()).add(word.at)
        agreeing: dict[tuple[int, int], set[int]] = {}
        for hit in self.record.hits(sorted(asked), upto):
            for at in asked[hit.word]:
                place = (hit.at - at) // WIDE
                for offset in (place, place + 1):  # a copy may lie on the border of two
                    agreeing.setdefault((hit.print, offset), set()).add(at)
        votes: Counter[int] = Counter()
        for (number, _), ours in agreeing.items():
            votes[number] = max(votes[number], len(ours))
        return votes


def subject_of(bundle: ClassBundle) -> str:
    """What a class is called in the record, whichever edition of it is handed in."""
    declared = bundle.training_class
    return f"{declared.institution_id}/{declared.id}"


def _known(bundle: ClassBundle, subject: str, shot: Shot) -> KnownPrint:
    file = shot.recording.file
    return KnownPrint(
        recording=bundle.digests.get(file.path, ""),
        bundle=bundle.sha256,
        subject=subject,
        path=file.path,
        camera=file.camera,
        start=file.start,
        code=FORM,
        body=shot.recording.pictures.prints,
        words=tuple((word.bits, word.at) for word in words(shot.taken)),
    )


def _shot(known: KnownPrint) -> Shot:
    taken = loads(known.body)
    file = FootageFile(known.path, known.camera, known.start, DatedBy.TABLE)
    media = Media(EndReason.COMPLETE, duration=taken.length)
    pictures = Pictures(Seen.LOOKED, prints=known.body)
    return Shot(Recording(file, media, pictures), taken, Reading.of(taken))


def _lawful(shot: Shot, there: Shot, same: Same) -> bool:
    """Two classes taught together in one room at one time share their footage honestly."""
    return shared(shot.recording, there.recording, same)


def _spell(same: Same, known: KnownPrint, upto: int) -> Spell:
    twin = Place(known.path, same.there, known.bundle, known=upto, start=known.start)
    return Spell(Flaw.REUSED, same.here, same.surely, same.by, twin, same.mirrored, same.rate)


def _with(recording: Recording, spells: Sequence[Spell]) -> Recording:
    if not spells:
        return recording
    pictures = recording.pictures
    told = sorted((*pictures.spells, *spells), key=lambda spell: (spell.possible, spell.flaw))
    return replace(recording, pictures=replace(pictures, spells=tuple(told)))
