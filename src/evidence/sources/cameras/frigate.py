"""Frigate: its recorded segments by its HTTP API (docs.frigate.video, "HTTP API")."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import quote

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from evidence.domain.time import SECOND, Interval
from evidence.pipeline.ports import Progress
from evidence.pipeline.sources_port import Fetched, NotFetched, Offer, Reason
from evidence.sources.cameras.section import CameraSection, footage_name
from evidence.sources.patience import PATIENT, Patience
from evidence.sources.secret import Secret, revealed
from evidence.sources.web import Web

INSIDE = 0.5  # seconds, see FrigateSource.fetch


class FrigateSection(CameraSection):
    """A ``[[source]]`` of kind ``frigate``.

    ``url`` is that of its web page, such as ``http://10.0.0.7:5000``. The port that asks for a
    login (8971) is given ``token``, or ``user`` and ``password``. Without ``cameras`` all of its
    cameras are asked.
    """

    kind: Literal["frigate"]
    url: Annotated[str, Field(pattern="^https?://")]
    token: Secret | None = None
    user: str = ""
    password: Secret | None = None

    def opened(self) -> FrigateSource:
        """The source that this sets up; nothing is connected to yet."""
        return FrigateSource(self)


class _Segment(BaseModel):
    """A row of ``/api/CAMERA/recordings``; times are Unix seconds."""

    id: str
    start_time: Annotated[float, Field(gt=0)]
    end_time: Annotated[float, Field(gt=0)]


_SEGMENTS = TypeAdapter(tuple[_Segment, ...])


@dataclass(frozen=True, slots=True)
class FrigateSource:
    """The segments of one Frigate, each offered by itself.

    Frigate glues the segments of a longer clip together without their gaps, so that a clip of an
    hour would hide what is missing. One segment holds no gap, and its name tells when it began.
    """

    section: FrigateSection
    patience: Patience = PATIENT

    @property
    def name(self) -> str:
        """Its name in the deployment."""
        return self.section.name

    def offers(self, wanted: Interval) -> tuple[Offer, ...]:
        """The segments that reach into this stretch, camera by camera.

        Raises:
            NotFetched: when it can't be asked.
        """
        web = self._web()
        return tuple(
            offer for camera in self._cameras(web) for offer in self._segments(web, camera, wanted)
        )

    def fetch(self, offer: Offer, into: Path, progress: Progress) -> Fetched:
        """Download one segment.

        A clip holds every segment that touches its time, cut to whole seconds: of one that ends a
        little after this one begins, its last picture group would come too. So the time asked for
        begins inside the segment, by less than the second that is cut off.

        Raises:
            NotFetched: when not all of it came.
        """
        if offer.span is None:
            raise NotFetched(Reason.ANSWER, offer.id)
        start, end = offer.span.start / SECOND, offer.span.end / SECOND
        start += min(INSIDE, (end - start) / 2)
        camera = quote(offer.id.partition("/")[0], safe="")
        path = f"/api/{camera}/start/{start:.3f}/end/{end:.3f}/clip.mp4"
        # What it makes on the fly it can't go on with: begin anew, whatever is there.
        into.unlink(missing_ok=True)
        return self._web().download(path, into, progress)

    def _web(self) -> Web:
        section = self.section
        web = Web(section.url, timeout=section.timeout_seconds, patience=self.patience)
        token = revealed(section.token)
        if not token and section.user:
            token = web.login(
                "/api/login", section.user, revealed(section.password), cookie="frigate_token"
            )
        return replace(web, headers={"Authorization": f"Bearer {token}"}) if token else web

    def _cameras(self, web: Web) -> tuple[str, ...]:
        if self.section.cameras:
            return tuple(self.section.cameras)
        told = web.ask_json("/api/config")
        cameras: Any = told.get("cameras") if isinstance(told, dict) else None
        if not isinstance(cameras, dict):
            raise NotFetched(Reason.ANSWER, "/api/config")
        return tuple(sorted(cameras))

    def _segments(self, web: Web, camera: str, wanted: Interval) -> Iterator[Offer]:
        asked = {"after": wanted.start / SECOND, "before": wanted.end / SECOND}
        told = web.ask_json(f"/api/{quote(camera, safe='')}/recordings", asked)
        try:
            segments = _SEGMENTS.validate_python(told)
        except ValidationError as error:
            raise NotFetched(Reason.ANSWER, "/recordings") from error
        ours = self.section.camera(camera)
        for segment in segments:
            start, end = round(segment.start_time * SECOND), round(segment.end_time * SECOND)
            span = Interval(start, end) if end > start else None
            if span and span.meet(wanted):
                yield Offer(
                    id=f"{camera}/{segment.id}",
                    name=footage_name(ours, start, ".mp4"),
                    camera=ours,
                    span=span,
                    start=start,
                )
