"""``evidence doctor``: what keeps this machine from checking classes."""

from __future__ import annotations

from typing import Annotated

import typer

from evidence.cli.options import Lang


def doctor(
    *,
    json: Annotated[bool, typer.Option("--json", help="Answer in JSON, for machines.")] = False,
    lang: Lang = None,
) -> None:
    """Look at this machine and the deployment, and say what is missing; changes nothing.

    \b
    Exit codes:
      0  classes can be checked, though something for the night may be wanting
      1  something is missing without which no class can be checked
    """
    from json import dumps

    from evidence.report.language import language
    from evidence.report.words import Voice
    from evidence.wiring.doctor import Health, examine

    voice = Voice(language(lang), "UTC")
    examined = list(examine())
    if json:
        answer = [
            {"name": str(one.name), "health": one.health.value, "found": str(one.found)}
            for one in examined
        ]
        typer.echo(dumps(answer, ensure_ascii=False, indent=2))
    else:
        marks = {Health.WELL: "✓", Health.WANTING: "!", Health.ILL: "✗"}
        for one in examined:
            typer.echo(f"{marks[one.health]} {voice.tell(one.name)}: {voice.tell(one.found)}")
    raise typer.Exit(1 if any(one.is_ill for one in examined) else 0)
