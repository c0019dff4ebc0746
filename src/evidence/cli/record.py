"""``evidence record``: live cameras, recorded as they film."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from evidence.cli.options import Lang

FORMS = ["%H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]


def record(
    *,
    camera: Annotated[
        list[str] | None,
        typer.Option(help="Only this [[camera]], by its name; may be given again.", metavar="NAME"),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option(
            formats=FORMS,
            help="Stop then, such as 18:00 or 2021-04-19T18:00; if not given, never.",
            metavar="TIME",
        ),
    ] = None,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run", help="Say what each camera answers and where it lands; keep nothing."
        ),
    ] = False,
    lang: Lang = None,
) -> None:
    """Record live cameras by RTSP or ONVIF into the landing folder, until it is told to stop.

    Each [[camera]] of config/evidence.toml is recorded in segments that begin at key frames and
    land whole, under names that date them; nothing is encoded anew. A camera that goes away is
    tried again for ever, and why footage is missing is written beside it: evidence check tells it
    with the gap. No camera ever waits for another. docs/sources.md tells the rest.

    \b
    Exit codes:
      0  it was told to stop, or --until has come; with --dry-run: every camera answers
      1  with --dry-run: some camera does not answer
      2  the command or the deployment can't be used, or a camera is recorded already

    \b
    For example:
      evidence record --dry-run
      evidence record
      evidence record --camera front-of-room-101 --until 18:00
    """
    from evidence.cli.recording import record_all, tell_seen
    from evidence.report.language import language

    voiced = language(lang)
    names = tuple(camera or ())
    raise typer.Exit(tell_seen(names, lang=voiced) if dry_run else record_all(names, until))
