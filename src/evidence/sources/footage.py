"""Footage files: which camera filmed them and when they start, by table or pattern."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evidence.domain.footage import DatedBy, FootageFile
from evidence.domain.time import MILLISECOND
from evidence.sources.patterns import Named, compile_pattern, wall_time
from evidence.sources.recordings_table import RecordingRow

DATE = r"(?P<Y>\d{4})-?(?P<m>\d{2})-?(?P<d>\d{2})"
TIME = r"(?P<H>\d{2})(?P<M>\d{2})(?P<S>\d{2})"


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """How one make of recorder names its files, searched from the end of the path."""

    maker: str
    regex: re.Pattern[str]
    utc: bool = False
    year: str = "%Y"

    def match(self, path: str, timezone: str) -> Named | None:
        """What the path tells; None where it does not fit or tells a time that does not exist."""
        found = self.regex.search(path)
        if not found:
            return None
        parts = found.groupdict()
        written = " ".join(parts[letter] for letter in "YmdHMS")
        zone = "UTC" if self.utc or parts.get("utc") else timezone
        start = wall_time(written, f"{self.year} %m %d %H %M %S", zone)
        if start is None:
            return None
        start += int(parts.get("ms") or 0) * MILLISECOND
        return Named((parts.get("camera") or "").strip(" _-"), start)


BUILT_INS = (
    # Frigate's recordings lie by the hour, in UTC: 2021-04-19/01/cam1/05.10.mp4
    # (frigate/record/maintainer.py). Its exports are caught by CAMERA_YYYYMMDD_HHMMSS below:
    # cam1_20210419_090000-20210419_094500_ab12cd.mp4 (frigate/record/export.py).
    BuiltIn(
        "Frigate",
        re.compile(
            r"(?:^|/)(?P<Y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})/(?P<H>\d{2})/(?P<camera>[^/]+)"
            r"/(?P<M>\d{2})\.(?P<S>\d{2})\.\w+$"
        ),
        utc=True,
    ),
    # Dahua keeps 2021-04-19/001/dav/09/09.00.00-09.30.00[R][0@0][0].dav on disk and by FTP; the
    # letter is why it was recorded (R timing, M motion, A alarm), 001 the channel.
    BuiltIn(
        "Dahua",
        re.compile(
            r"(?:^|/)(?P<Y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})/(?:(?P<camera>\d{1,3})/)?(?:[^/]+/)*"
            r"(?P<H>\d{2})\.(?P<M>\d{2})\.(?P<S>\d{2})-\d{2}\.\d{2}\.\d{2}(?:\[[^/\]]*\])*\.\w+$"
        ),
    ),
    # Dahua's web pages and SmartPSS save NVR_ch1_main_20210419090000_20210419093000.dav.
    BuiltIn(
        "Dahua",
        re.compile(
            rf"(?:^|[/_])(?P<camera>ch\d+)_(?:main|sub\d?|extra\d?)_{DATE}{TIME}(?!\d)[^/]*$",
            re.IGNORECASE,
        ),
    ),
    # ZoneMinder's deep storage: events/1/21/04/19/09/00/00/123-video.mp4, monitor first. The
    # medium scheme (1/2021-04-19/123/) tells the day only, which dates nothing.
    BuiltIn(
        "ZoneMinder",
        re.compile(
            r"(?:^|/)(?P<camera>[^/]+)/(?P<Y>\d{2})/(?P<m>\d{2})/(?P<d>\d{2})"
            r"/(?P<H>\d{2})/(?P<M>\d{2})/(?P<S>\d{2})/[^/]+$"
        ),
        year="%y",
    ),
    # Hikvision: ch01_20210419090000.mp4 and ch01_20210419090000_20210419093000.mp4 from
    # iVMS-4200 and recorders; 192.168.1.64_01_20210419090000123_TIMING.mp4 by web page and FTP,
    # the last three digits milliseconds.
    BuiltIn(
        "Hikvision",
        re.compile(
            rf"(?:^|/)(?P<camera>[^/]*?)[_-]?(?<!\d){DATE}{TIME}(?P<ms>\d{{3}})?(?!\d)[^/]*$"
        ),
    ),
    # CAMERA_YYYYMMDD_HHMMSS, also 2021-04-19_09-00-00, and .250 for a part of a second; a Z says
    # UTC, anything may follow.
    BuiltIn(
        "CAMERA_YYYYMMDD_HHMMSS",
        re.compile(
            r"(?:^|/)(?P<camera>[^/]*?)[_-]?(?<!\d)"
            r"(?P<Y>\d{4})[-_.]?(?P<m>\d{2})[-_.]?(?P<d>\d{2})[_T -]"
            r"(?P<H>\d{2})[-_.:]?(?P<M>\d{2})[-_.:]?(?P<S>\d{2})"
            r"(?:\.(?P<ms>\d{3})(?!\d))?(?P<utc>Z)?(?!\d)[^/]*$"
        ),
    ),
)


def footage_files(
    paths: Sequence[str],
    *,
    table: Mapping[str, RecordingRow],
    pattern: str | None,
    timezone: str,
) -> tuple[FootageFile, ...]:
    """Every file of footage in the order of ``paths``, then the rows whose file is not there.

    ``paths`` are relative to the bundle; ``pattern`` is the class's own. The container's clock
    is not asked here: that takes opening the file.

    Raises:
        ValueError: when the pattern can't be read; it names the field.
    """
    compiled = compile_pattern(pattern) if pattern else None

    def named(path: str) -> tuple[Named | None, DatedBy]:
        below = path.removeprefix("recordings/")
        ours = compiled.match(below, timezone) if compiled else None
        if ours:
            return ours, DatedBy.CLASS_PATTERN
        found = (maker.match(below, timezone) for maker in BUILT_INS)
        theirs = next((name for name in found if name), None)
        return theirs, DatedBy.BUILT_IN_PATTERN if theirs else DatedBy.NOTHING

    def described(path: str, *, present: bool) -> FootageFile:
        row = table.get(path)
        name, dated_by = named(path)
        in_row, in_name = row.camera if row else "", name.camera if name else ""
        camera = in_row or in_name
        stated = bool(in_row or (in_name and dated_by is DatedBy.CLASS_PATTERN))
        start = name.start if name else None
        if row and row.start is not None:
            start, dated_by = row.start, DatedBy.TABLE
        return FootageFile(path, camera, start, dated_by, present, stated)

    there = set(paths)
    missing = [path for path in table if path not in there]
    return (
        *(described(path, present=True) for path in paths),
        *(described(path, present=False) for path in missing),
    )
