"""Recorded: the recordings of a class held against every class that was ever checked.

What the record knew belongs to what a verdict rests on. So the extent of the record is fixed when
a bundle is first compared, and the same bundle is held against the same record ever after,
whatever has been added to it since.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from evidence.analyzers.prints.aligning import CERTAIN
from evidence.analyzers.prints.comparing import with_spells
from evidence.analyzers.prints.known import FORM, known_prints, reel_of
from evidence.analyzers.prints.reels import Reel, reels
from evidence.analyzers.prints.shelves import class_number, shelves
from evidence.analyzers.prints.stretches import sames, shared, told
from evidence.analyzers.prints.words import words
from evidence.domain.bundle import ClassBundle
from evidence.domain.footage import Recording
from evidence.domain.pictures import Flaw, Spell
from evidence.domain.time import Timeline
from evidence.pipeline.ledger import Observation, Observations
from evidence.pipeline.record import KnownPrint, PrintRecord

WIDE = 30  # seconds of offset that words of one copy may differ by
FEW = 3  # words in common that make a print worth aligning
TRIED = 16  # prints aligned for each reel, those with the most words in common
# A reel with fewer words (some 15 min) has its copies among the prints that share less with it, and
# any reel among those on its shelves that do.
SCARCE, FEWER = 24, 2
# So many off the same shelves are aligned besides, and must stand as far out of chance as what is
# certain within one recording: hardly anything else speaks for them.
OFF_A_SHELF = 6


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A known print to be aligned, and how many deviations from chance a stretch has to be."""

    known: KnownPrint
    least: float = 0.0


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
        found: dict[str, list[Spell]] = {}
        known: list[KnownPrint] = []
        for reel in reels(recordings):
            for path, spell in self._spells(bundle, reel, subject, upto):
                found.setdefault(path, []).append(spell)
            known.extend(known_prints(bundle, subject, reel))
        self.record.put(known)
        return tuple(with_spells(one, found.get(one.path, ())) for one in recordings)

    def _extent(self, bundle: ClassBundle) -> int:
        key = f"{self.code}/record"
        before = self.kept.get(bundle.sha256, key)
        if before is None:
            extent = Observation(bundle.sha256, key, str(self.record.extent()))
            self.kept.put(extent, self.now())
            before = self.kept.get(bundle.sha256, key) or extent.body
        return int(before)

    def _spells(
        self, bundle: ClassBundle, reel: Reel, subject: str, upto: int
    ) -> Iterator[tuple[str, Spell]]:
        seen = Timeline(())
        for candidate in self._candidates(bundle, reel, subject, upto):
            known = candidate.known
            there = reel_of(known)
            for same in sames(reel, there):
                already = (seen & Timeline((same.here,))).length
                if same.stands_out < candidate.least or 2 * already >= same.here.length:
                    continue
                # Two classes taught together in one room at one time share their footage honestly.
                if not shared(reel, there, same):
                    seen = seen | Timeline((same.here,))
                    yield from told(same, Flaw.REUSED, reel, there, bundle=known.bundle, known=upto)

    def _candidates(
        self, bundle: ClassBundle, reel: Reel, subject: str, upto: int
    ) -> Iterator[_Candidate]:
        """The known prints with words in common at one offset, the likeliest first.

        After them those on the same shelves that have a few; of a reel of few words any there.
        """
        if not upto:
            return
        votes: Counter[int] = Counter()
        for flip in (False, True):
            for number, count in self._votes(reel, flip=flip, upto=upto).items():
                votes[number] = max(votes[number], count)
        scarce = len(words(reel.taken)) < SCARCE
        few = FEWER if scarce else FEW
        shelved, own = self._shelved(bundle, reel, subject, upto)
        likely = sorted((-votes[one], one) for one in votes if votes[one] >= few and one not in own)
        asked = [number for _, number in likely[:TRIED]]
        beside = shelved - set(asked)
        near = [number for number in beside if scarce or votes[number] >= FEWER]
        last = sorted(near, key=lambda number: (-votes[number], -number))[:OFF_A_SHELF]
        for number, known in self._known([*asked, *last]):
            if known.subject != subject and known.code.startswith(FORM):
                yield _Candidate(known, CERTAIN if number in last else 0.0)

    def _known(self, numbers: Sequence[int]) -> Iterator[tuple[int, KnownPrint]]:
        """The known prints of these numbers, in this order."""
        kept = self.record.get(sorted(numbers)) if numbers else ()
        found = {known.number: known for known in kept}
        yield from ((number, found[number]) for number in numbers if number in found)

    def _shelved(
        self, bundle: ClassBundle, reel: Reel, subject: str, upto: int
    ) -> tuple[set[int], set[int]]:
        """The prints of the same camera or room: of other classes, and of the class itself."""
        ours = class_number(subject)
        hits = self.record.hits(shelves(bundle, reel), upto)
        own = {hit.print for hit in hits if hit.at == ours}
        return {hit.print for hit in hits} - own, own

    def _votes(self, reel: Reel, *, flip: bool, upto: int) -> Counter[int]:
        """For each print, how many different words of ours it has at its best offset."""
        asked: dict[int, set[int]] = {}
        for word in words(reel.taken, flip=flip):
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
