"""``evidence init``: an empty bundle to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evidence.cli.options import Lang


def init(
    folder: Annotated[Path, typer.Argument(help="A new folder for the class.", metavar="FOLDER")],
    *,
    csv: Annotated[bool, typer.Option("--csv", help="Tables as .csv, not as workbooks.")] = False,
    lang: Lang = None,
) -> None:
    """Make an empty class bundle: class.toml, tables with their headings, and the folders.

    Fill in what the class has and delete the tables that it doesn't need; 'evidence check FOLDER'
    then says row by row what is still missing.

    \b
    Exit codes:
      0  it was made
      2  the command could not be read, or the folder can't be made there

    \b
    For example:
      evidence init my-class --lang zh
      evidence check my-class
    """
    from shlex import quote

    from evidence.domain.errors import Unreadable
    from evidence.domain.text import say
    from evidence.report.language import CHINESE, language
    from evidence.report.words import Voice
    from evidence.sources.policies import known_ids
    from evidence.sources.template import make_template
    from evidence.wiring.places import config_folder

    tongue = language(lang)
    voice, known = Voice(tongue, "UTC"), known_ids(config_folder())
    try:
        make_template(folder, policies=known, chinese=tongue == CHINESE, plain=csv)
    except Unreadable as error:
        for problem in error.problems:
            typer.echo(f"{folder}: {voice.tell(problem.what)}", err=True)
        raise typer.Exit(2) from None
    made = say(
        "ready to be filled in; what is missing tells: evidence check {folder}",
        folder=quote(str(folder)),
    )
    typer.echo(voice.tell(made))
