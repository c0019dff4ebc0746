"""``evidence demo``: the sample classes checked, and the way to all the rest."""

from __future__ import annotations

import typer

from evidence.cli.options import Lang


def demo(
    *,
    lang: Lang = None,
) -> None:
    """Check sample classes whose truth is known, and say what was caught.

    They are drawn, filmed and logged on the first call, which takes a minute. The exit code is 0
    when every answer is the known truth, else 1.
    """
    from evidence.cli.demonstrating import demonstrate
    from evidence.cli.samples import classes_folder
    from evidence.report.language import language

    raise typer.Exit(demonstrate(classes_folder(), lang=language(lang)))
