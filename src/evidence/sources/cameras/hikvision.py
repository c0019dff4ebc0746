"""Hikvision: the files of a recorder or camera, by ISAPI's search and download."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import parse_qs, urlsplit
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from pydantic import Field

from evidence.domain.time import SECOND, Interval
from evidence.pipeline.ports import Progress
from evidence.pipeline.sources_port import Fetched, NotFetched, Offer, Reason
from evidence.sources.cameras.section import CameraSection, Zone, footage_name
from evidence.sources.folders import now
from evidence.sources.moments import EPOCH, micros
from evidence.sources.patience import PATIENT, Patience
from evidence.sources.secret import Secret, revealed
from evidence.sources.web import Web

SEARCH, DOWNLOAD = "/ISAPI/ContentMgmt/search", "/ISAPI/ContentMgmt/download"
PAGE = 40  # matches; recorders give no more at once, whatever they are asked for
# The order of the elements is fixed, and the place in the result is misspelt on the wire.
DESCRIPTION = """\
<CMSearchDescription version="1.0">
<searchID>{search}</searchID>
<trackList><trackID>{track}</trackID></trackList>
<timeSpanList><timeSpan><startTime>{start}</startTime><endTime>{end}</endTime></timeSpan></timeSpanList>
<maxResults>{page}</maxResults>
<searchResultPostion>{position}</searchResultPostion>
<metadataList><metadataDescriptor>//recordType.meta.std-cgi.com</metadataDescriptor></metadataList>
</CMSearchDescription>"""
REQUEST = """\
<downloadRequest version="1.0" xmlns="http://www.isapi.org/ver20/XMLSchema">
<playbackURI>{uri}</playbackURI>
</downloadRequest>"""
_TRACK = re.compile(r"\d{3,5}")


class HikvisionSection(CameraSection):
    """A ``[[source]]`` of kind ``hikvision``.

    ``cameras`` maps track numbers to the timetable's cameras; the main stream of channel 1 is track
    101. ``clock`` says what a recorder means by a time that it marks as UTC: most mean ``local``
    time of ``timezone``. ``check_size = false`` is for recorders that tell a file's place on the
    disk in place of its size. ``download_by`` is the method that downloads are asked for by.
    """

    kind: Literal["hikvision"]
    url: Annotated[str, Field(pattern="^https?://")]
    user: Annotated[str, Field(min_length=1)]
    password: Secret
    cameras: Annotated[dict[str, str], Field(min_length=1)]
    timezone: Zone = "Asia/Shanghai"
    clock: Literal["local", "utc"] = "local"
    check_size: bool = True
    download_by: Literal["GET", "POST"] = "GET"
    settled_seconds: Annotated[int, Field(ge=0)] = 120

    def opened(self) -> HikvisionSource:
        """The source that this sets up; nothing is connected to yet."""
        return HikvisionSource(self)


@dataclass(frozen=True, slots=True)
class _Match:
    """A file that the recorder found: its track, time and playback URI, as it wrote them."""

    track: str
    start: str
    end: str
    uri: str


@dataclass(frozen=True, slots=True)
class HikvisionSource:
    """The files of one recorder."""

    section: HikvisionSection
    patience: Patience = PATIENT
    clock: Callable[[], int] = now

    @property
    def name(self) -> str:
        """Its name in the deployment."""
        return self.section.name

    def offers(self, wanted: Interval) -> tuple[Offer, ...]:
        """The files that reach into this stretch, track by track; those still written are left out.

        Raises:
            NotFetched: when it can't be asked.
        """
        web = self._web()
        found = (
            self._offer(match)
            for track in self.section.cameras
            for match in self._matches(web, track, wanted)
        )
        settled = self.clock() - self.section.settled_seconds * SECOND
        return tuple(offer for offer in found if offer and _ended(offer, by=settled))

    def fetch(self, offer: Offer, into: Path, progress: Progress) -> Fetched:
        """Download one file.

        Raises:
            NotFetched: when not all of it came.
        """
        body = REQUEST.format(uri=escape(offer.id))
        return self._web().download(
            DOWNLOAD, into, progress, method=self.section.download_by, body=body
        )

    def _web(self) -> Web:
        section = self.section
        return Web(
            section.url,
            section.user,
            revealed(section.password),
            digest=True,
            timeout=section.timeout_seconds,
            patience=self.patience,
        )

    def _matches(self, web: Web, track: str, wanted: Interval) -> Iterator[_Match]:
        """All pages of one search; a page that brings nothing new is the last."""
        if not _TRACK.fullmatch(track):
            raise NotFetched(Reason.ANSWER, f"cameras: {track}, such as 101")
        # One search has one id for all its pages; recorders keep their place in it.
        search = str(uuid5(NAMESPACE_URL, f"{self.name} {track} {wanted} {self.clock()}")).upper()
        seen: set[_Match] = set()
        while True:
            body = DESCRIPTION.format(
                search=f"{{{search}}}",
                track=track,
                start=self._written(wanted.start),
                end=self._written(wanted.end),
                page=PAGE,
                position=len(seen),
            )
            more, page = _page(web.ask(SEARCH, body=body).content)
            fresh = [match for match in page if match not in seen]
            yield from fresh
            seen.update(fresh)
            if not more or not fresh:
                return

    def _written(self, wall: int) -> str:
        """A wall time as this recorder understands it."""
        at = datetime.fromtimestamp(wall // SECOND, UTC)
        local = self.section.clock == "local"
        there = at.astimezone(ZoneInfo(self.section.timezone)) if local else at
        return there.strftime("%Y-%m-%dT%H:%M:%SZ")

    def _offer(self, match: _Match) -> Offer | None:
        """What a match offers; None where its time is none."""
        start, end = self._read(match.start), self._read(match.end)
        if start is None or end is None or end <= start:
            return None
        size = parse_qs(urlsplit(match.uri).query).get("size", [""])[0]
        camera = self.section.camera(match.track)
        return Offer(
            id=match.uri,
            name=footage_name(camera, start, ".mp4"),
            size=int(size) if self.section.check_size and size.isdecimal() else None,
            camera=camera,
            span=Interval(start, end),
            start=start,
        )

    def _read(self, written: str) -> int | None:
        """A recorder's time as wall time; one with an offset of its own is taken at its word."""
        try:
            at = datetime.fromisoformat(written)
        except ValueError:
            return None
        if at.tzinfo is None or (written.endswith("Z") and self.section.clock == "local"):
            local = self.section.clock == "local"
            at = at.replace(tzinfo=ZoneInfo(self.section.timezone) if local else UTC)
        return micros(at) if at > EPOCH else None


def _ended(offer: Offer, *, by: int) -> bool:
    return offer.span is not None and offer.span.end <= by


def _page(content: bytes) -> tuple[bool, list[_Match]]:
    """Whether there is more after this page of a search, and what it found.

    Raises:
        NotFetched: when it is no such page.
    """
    try:
        root = ElementTree.fromstring(content, forbid_dtd=True)
    except (ElementTree.ParseError, DefusedXmlException) as error:
        raise NotFetched(Reason.ANSWER, "XML") from error
    # Firmwares differ in the namespace, so only the names of elements count.
    if not root.tag.endswith("CMSearchResult"):
        raise NotFetched(Reason.ANSWER, root.tag.rpartition("}")[2])
    told = (root.findtext("{*}responseStatusStrg") or "").strip().upper()
    items = root.findall("{*}matchList/{*}searchMatchItem")

    def text(item: Element, name: str) -> str:
        return (item.findtext(f".//{{*}}{name}") or "").strip()

    fields = ("trackID", "startTime", "endTime", "playbackURI")
    return told == "MORE", [_Match(*(text(item, name) for name in fields)) for item in items]
