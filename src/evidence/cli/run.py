"""``evidence run``: the nightly batch, once."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from evidence.cli.options import Lang


def run(
    *,
    date: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            help="The business date; if not given today's, and yesterday's before noon.",
            metavar="DATE",
        ),
    ] = None,
    institution: Annotated[
        str, typer.Option(help="Only the classes of this institution.", metavar="ID")
    ] = "",
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run", help="Say what would be read and what is missing; write nothing."
        ),
    ] = False,
    retry_parked: Annotated[
        bool, typer.Option("--retry-parked", help="Try again what ended its workers before.")
    ] = False,
    json: Annotated[
        bool, typer.Option("--json", help="Write the summary as JSON on standard output.")
    ] = False,
    lang: Lang = None,
) -> None:
    """Run the night once: fetch what the sources offer, check every class that is new or changed.

    What is unchanged is left alone, so that running it again costs next to nothing, and one that
    was killed goes on where it was. Two at once share the work. Where evidence comes from and
    where it is kept stands in config/evidence.toml; docs/operations.md tells the rest.

    \b
    Exit codes:
      0  everything was fetched and checked, whatever the verdicts are
      1  something could not be fetched, or ended its workers and is parked
      2  the command or the deployment can't be used

    \b
    For example:
      evidence run --dry-run
      evidence run --date 2021-04-20 --institution INST-0007
      evidence run --json | jq .counts
    """
    from evidence.cli.running import Asked, run_night, tell_forecast
    from evidence.report.language import language

    asked = Asked(
        on=date.date() if date else None,
        institution=institution,
        retry_parked=retry_parked,
        json=json,
        lang=language(lang),
    )
    raise typer.Exit(tell_forecast(asked) if dry_run else run_night(asked))
