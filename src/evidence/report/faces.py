"""The faces of a report: each learner's portrait beside the best of what was compared with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup

from evidence.domain.closeups import CloseUps, Spot
from evidence.domain.findings import Standing
from evidence.domain.presence import PortraitFault
from evidence.domain.showing import Life, Match, Showing, Sign
from evidence.domain.text import Text, say
from evidence.domain.time import SECOND
from evidence.facts.albums import Album, Appearance, SentPicture
from evidence.pipeline.judgement import Judgement
from evidence.report.class_report import FacePlace, FaceRow, FaceShot
from evidence.report.likeness_drawing import Mark, likeness_drawing, told
from evidence.report.names import MARK, masked
from evidence.report.words import Voice, media_time

_BEFORE = 2 * SECOND  # a player is sent so far ahead of the picture, to show what led to it

FAULT: Mapping[PortraitFault, Text] = {
    PortraitFault.MISSING: say("no portrait"),
    PortraitFault.EMPTY: say("an empty file"),
    PortraitFault.LARGE: say("too large a file"),
    PortraitFault.UNREADABLE: say("does not open"),
    PortraitFault.ASIDE: say("lies on its side"),
    PortraitFault.NO_FACE: say("shows no face"),
    PortraitFault.SEVERAL_FACES: say("shows several faces"),
    PortraitFault.SMALL: say("the face is too small"),
    PortraitFault.BLURRED: say("blurred"),
    PortraitFault.TURNED: say("not from the front"),
    PortraitFault.SAME_FILE: say("another learner's file, too"),
    PortraitFault.SAME_FACE: say("another learner's face, too"),
    PortraitFault.OTHER_FACE: say("not the face of the other portraits"),
    PortraitFault.NOT_LOOKED_AT: say("nobody looked at it"),
}
MATCH: Mapping[Match, Text] = {
    Match.SAME: say("same person"),
    Match.UNSURE: say("can't tell"),
    Match.OTHER: say("somebody else"),
    Match.NO_FACE: say("no face"),
    Match.UNREADABLE: say("does not open"),
    Match.NO_PORTRAIT: say("no portrait to compare with"),
    Match.NOT_LOOKED_AT: say("nobody looked at it"),
}
LIFE: Mapping[Life, Text] = {
    Life.PROVEN: say("motion proven"),
    Life.INCONCLUSIVE: say("life inconclusive"),
    Life.SUSPICIOUS: say("suspicious motion"),
}
SIGN: Mapping[Sign, Text] = {
    Sign.SAME_PICTURE: say("the same picture again"),
    Sign.SAME_STILL: say("an unmoved face again"),
    Sign.SHARED: say("another learner's picture, too"),
    Sign.PORTRAIT: say("the portrait itself"),
    Sign.OLD: say("older than its event"),
    Sign.FLAT: say("moves like a flat picture"),
}


@dataclass(frozen=True, slots=True)
class Filler:
    """What the rows are filled from; ``files`` is where a reader finds the footage, "" nowhere.

    ``drawings`` are the places on the page where each session's footage is drawn.
    """

    close_ups: CloseUps
    names: Mapping[str, str]
    standings: Mapping[str, Standing]
    drawings: Mapping[str, str]
    files: str
    voice: Voice

    def row(self, album: Album) -> FaceRow:
        """One learner."""
        voice = self.voice
        marks = tuple(self._marks(album))
        standing = self.standings.get(album.learner, Standing.VALID)
        return FaceRow(
            learner=album.learner,
            name=self.names.get(album.learner, ""),
            standing=standing,
            mark=MARK[standing],
            portraits=tuple(
                FaceShot(self._source(one.spot), voice.tell(FAULT[one.fault]) if one.fault else "")
                for one in album.portraits
            ),
            looks=tuple(self._look(one) for one in album.looks),
            sent=tuple(self._sent(one) for one in album.checks),
            unlike=voice.tell(_unlike(album)),
            scale=likeness_drawing(marks, album.match, album.limits, voice)
            if marks
            else Markup(""),
            nearest=next((told(mark.distance) for mark in marks if mark.nobody), ""),
            places=tuple(self._places(album)),
        )

    def _source(self, spot: Spot | None) -> str:
        picture = self.close_ups.get(spot, "") if spot else ""
        return f"data:image/jpeg;base64,{picture}" if picture else ""

    def _look(self, look: Appearance) -> FaceShot:
        answer = say("same person") if look.sure else say("can't tell")
        return FaceShot(
            self._source(look.spot),
            f"{look.session}·{look.hour} {self.voice.clock(look.at)}",
            self.voice.tell(answer),
            told(look.distance),
            "valid" if look.sure else "review",
            self._link(look),
        )

    def _sent(self, sent: SentPicture) -> FaceShot:
        voice, showing = self.voice, sent.showing
        words = [MATCH[showing.match], *self._life(showing)]
        words += [SIGN[sign] for sign in dict.fromkeys(one.sign for one in showing.against)]
        distance = "" if showing.distance is None else told(showing.distance)
        moment = f"{voice.moment_at(sent.snapshot.at):%m-%d %H:%M}"
        style = "valid" if showing.is_learner else "review"
        joined = voice.word(", ").join(voice.tell(word) for word in words)
        link = quote(f"{self.files}{showing.file}") if self.files else ""
        return FaceShot(self._source(sent.spot), moment, joined, distance, style, link)

    def _life(self, showing: Showing) -> Iterator[Text]:
        """What its motion says, of a picture that is more than one."""
        if showing.frames > 1:
            yield LIFE[showing.life]

    def _marks(self, album: Album) -> Iterator[Mark]:
        for one in album.appearances:
            told_of = f"{one.session}·{one.hour} {self.voice.clock(one.at)}"
            yield Mark(one.distance, told_of, certain=one.sure)
        if not album.appearances and album.nearest is not None:
            yield Mark(album.nearest, self.voice.word("the nearest face"), nobody=True)
        for sent in album.sent:
            if sent.showing.distance is not None:
                certain = sent.showing.match in {Match.SAME, Match.OTHER}
                moment = self.voice.moment(sent.snapshot.at)
                yield Mark(sent.showing.distance, moment, sent=True, certain=certain)

    def _places(self, album: Album) -> Iterator[FacePlace]:
        """Every class hour at which the learner was expected or seen, in the timetable's order."""
        seen = {(one.session, one.hour): one for one in album.appearances}
        for key in dict.fromkeys((*album.expected, *seen)):
            yield self._place(key, seen.get(key))

    def _place(self, key: tuple[str, int], one: Appearance | None) -> FacePlace:
        name = f"{key[0]}·{key[1]}"
        if one is None:
            title = self.voice.word("{hour}: nobody like this learner was recognised", hour=name)
            return FacePlace(name, "none", "–", title, "")
        answer = say("same person") if one.sure else say("can't tell")
        where = f"{one.path} {media_time(one.first)}–{media_time(one.last)}"
        title = f"{name} {self.voice.clock(one.at)} {where}, {told(one.distance)}, "
        standing = Standing.VALID if one.sure else Standing.REVIEW
        title += self.voice.tell(answer)
        return FacePlace(name, standing, MARK[standing], title, self._link(one))

    def _link(self, one: Appearance) -> str:
        """The footage itself at that second, where it lies within reach; else its drawing."""
        if not self.files:
            anchor = self.drawings.get(one.session, "")
            return f"#{anchor}" if anchor else ""
        start = max(0, one.spot.at - _BEFORE) // SECOND
        return f"{quote(self.files + one.path)}#t={start}"


def _unlike(album: Album) -> Text:
    """Why nobody like this learner stands on the scale."""
    if album.appearances or any(one.showing.distance is not None for one in album.sent):
        return Text("")
    if not album.comparable:
        return say("nothing was compared: no portrait of this learner is good enough")
    if album.nearest is None:
        return say("nothing was compared: no face in the footage is large and clear enough")
    return say(
        "recognised nowhere in the footage: the nearest face, {distance} away, is taken for "
        "somebody else",
        distance=told(album.nearest),
    )


def face_rows(
    judgement: Judgement, drawings: Mapping[str, str], files: str, voice: Voice
) -> Iterator[FaceRow]:
    """A row for each learner who was looked for in footage, or whose pictures were looked at."""
    filler = Filler(
        judgement.close_ups,
        {learner.id: masked(learner.name) for learner in judgement.bundle.learners},
        {one.id: one.standing for one in judgement.verdict.learners},
        drawings,
        files,
        voice,
    )
    for album in judgement.albums():
        if album.expected or album.appearances or album.sent:
            yield filler.row(album)


def legend(rows: Sequence[FaceRow], voice: Voice) -> tuple[tuple[str, str], ...]:
    """The marks of the scales that these rows have, and what they mean."""
    kinds = []
    if any(row.looks for row in rows):
        kinds.append(("●", voice.word("a face in the footage")))
    if any(row.nearest for row in rows):
        kinds.append(("×", voice.word("the nearest face in the footage, of somebody else")))
    if any(row.sent for row in rows):
        kinds.append(("■", voice.word("a picture sent online")))
    return tuple(kinds)
