"""``evidence verify-log``: whether the audit log hangs together."""

from __future__ import annotations

from typing import Annotated

import typer

from evidence.cli.options import Lang


def verify_log(
    *,
    store: Annotated[
        str | None,
        typer.Option(
            envvar="EVIDENCE__STORE__URL",
            help="Whose log: sqlite:///FILE or postgresql://… instead of the deployment's.",
            metavar="URL",
            show_envvar=False,
        ),
    ] = None,
    head: Annotated[
        str,
        typer.Option(
            help="A last row's hash that you kept: the log must still hold it.", metavar="HASH"
        ),
    ] = "",
    lang: Lang = None,
) -> None:
    """Verify the audit log: no row was edited, dropped or moved, and no verdict changed.

    Says how many rows hang together and the last row's hash, or every place where they don't.
    Keep that hash elsewhere (on paper will do): with --head HASH it later shows that not even
    the owner of the database wrote the log anew.

    \b
    Exit codes:
      0  the log hangs together
      1  it does not
      2  the store could not be read
    """
    from evidence.cli.verifying import verify
    from evidence.report.language import language
    from evidence.store.section import StoreSection

    raise typer.Exit(verify(store or StoreSection().url, head=head, lang=language(lang)))
