"""``evidence watch``: the process that looks while classes are taught."""

from __future__ import annotations

from typing import Annotated

import typer

from evidence.cli.misuse import Misused
from evidence.cli.options import Lang
from evidence.domain.text import say


def watch(
    *,
    once: Annotated[
        bool, typer.Option("--once", help="Say how it stands now and end; nobody is told.")
    ] = False,
    json: Annotated[
        bool, typer.Option("--json", help="With --once: write it as JSON on standard output.")
    ] = False,
    lang: Lang = None,
) -> None:
    """Watch today's class hours while their footage arrives, and tell what can still be saved.

    An institution is told by its mail and webhook within a minute of the moment at which footage
    should have arrived and has not, until when the class hour can be saved, and when it is recorded
    again; nothing is told twice. How footage arrives stands in [watch] of config/evidence.toml;
    docs/watch.md tells the rest.

    \b
    Exit codes:
      0  it was asked to stop, or with --once: every class hour is well
      1  with --once: a class hour is not being recorded, and can still be saved
      3  with --once: none can be saved, but one is lost or in doubt, or a file or class is faulty
      2  the deployment can't be used, or another watch runs already

    \b
    For example:
      evidence watch
      evidence watch --once || echo "see to the cameras"
    """
    from evidence.cli.watching import run, tell_once
    from evidence.report.language import language

    if json and not once:
        raise Misused(say("--json goes with --once"))
    spoken = language(lang)
    raise typer.Exit(tell_once(json=json, lang=spoken) if once else run(lang=spoken))
