"""``evidence user``: who may sign in to the web application."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from evidence.cli.options import Lang, spoken

if TYPE_CHECKING:
    from evidence.domain.text import Text

app = typer.Typer(no_args_is_help=True, help="Who may sign in to the web application.")

Name = Annotated[str, typer.Argument(metavar="NAME", help="The name to sign in with.")]
FromInput = Annotated[
    bool,
    typer.Option("--password-stdin", help="Read the password from standard input, for scripts."),
]


@app.command("add")
def add(
    name: Name,
    role: Annotated[
        str,
        typer.Option(
            help="inspector, reviewer, lead, administrator, institution or auditor.", metavar="ROLE"
        ),
    ],
    *,
    institution: Annotated[
        str,
        typer.Option(
            help="The folder of the one institution that is seen, for the role institution.",
            metavar="ID",
        ),
    ] = "",
    password_stdin: FromInput = False,
    lang: Lang = None,
) -> None:
    """Add an account.

    Example: `evidence user add chen --role inspector`
    """
    from evidence.cli.accounts import added

    _told(added(name, role, institution, _password(password_stdin)), lang)


@app.command("password")
def password(name: Name, *, password_stdin: FromInput = False, lang: Lang = None) -> None:
    """Give an account another password; it is signed out everywhere.

    Example: `evidence user password chen`
    """
    from evidence.cli.accounts import changed

    _told(changed(name, _password(password_stdin)), lang)


@app.command("disable")
def disable(name: Name, *, lang: Lang = None) -> None:
    """Let nobody sign in by a name any more; what was decided under it stays.

    Example: `evidence user disable chen`
    """
    from evidence.cli.accounts import disabled

    _told(disabled(name), lang)


@app.command("token")
def token(
    name: Name,
    *,
    label: Annotated[str, typer.Option(help="What it is for.", metavar="TEXT")] = "",
    days: Annotated[int, typer.Option(min=1, max=3660, help="How long it lasts.")] = 365,
    end: Annotated[
        bool, typer.Option("--end", help="End every token of the account instead.")
    ] = False,
    lang: Lang = None,
) -> None:
    """Make a token for a machine, which may what the account may; it is shown this once.

    Example: `evidence user token ledger-of-the-bureau --label "nightly export" --days 90`
    """
    from evidence.cli.accounts import tokened, tokens_ended

    if end:
        typer.echo(tokens_ended(name))
        return
    made, wrong = tokened(name, label, days)
    _told(wrong, lang)
    typer.echo(made)


@app.command("list")
def list_accounts(*, lang: Lang = None) -> None:
    """List the accounts: name, role, institution, and whether one is disabled.

    Example: `evidence user list`
    """
    from evidence.cli.accounts import lines

    spoken(lang)
    for line in lines():
        typer.echo(line)


def _password(from_input: bool) -> str:
    if from_input:
        return typer.get_text_stream("stdin").readline().rstrip("\r\n")
    asked: str = typer.prompt("password", hide_input=True, confirmation_prompt=True, err=True)
    return asked


def _told(problem: Text | None, lang: str | None) -> None:
    """What kept it from being done, if anything."""
    from evidence.report.language import language
    from evidence.report.words import Voice

    if problem is not None:
        typer.echo(f"evidence: {Voice(language(lang), 'UTC').tell(problem)}", err=True)
        raise typer.Exit(2)
