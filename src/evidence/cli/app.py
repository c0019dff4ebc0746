"""The command line: what ``evidence`` answers to, and the door where errors become one line."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from io import TextIOWrapper
from itertools import pairwise
from typing import Annotated, NoReturn

import typer

import evidence
from evidence.cli import (
    attack,
    calibrate,
    check,
    demo,
    doctor,
    explain,
    form,
    init,
    learner,
    ledger,
    models,
    pack,
    period,
    policy,
    record,
    run,
    schedule,
    schema,
    serve,
    status,
    subsidy,
    user,
    verify_log,
    watch,
)
from evidence.domain.errors import Unreadable

app = typer.Typer(
    name="evidence",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help: rich's takes twice as long to load as all the rest
    help=(
        "Tells, with proof, whether a subsidised vocational class really took place.\n\n"
        "Start with 'evidence demo'; then 'evidence check BUNDLE' on a class of your own.\n\n"
        "中文帮助：LANG=zh_CN.UTF-8 evidence --help"
    ),
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("demo")(demo.demo)
app.command("check")(check.check)
app.command("explain")(explain.explain)
app.command("run")(run.run)
app.command("record")(record.record)
app.command("schedule")(schedule.schedule)
app.command("watch")(watch.watch)
app.command("serve")(serve.serve)
app.add_typer(user.app, name="user")
app.command("status")(status.status)
app.add_typer(policy.app, name="policy")
app.add_typer(models.app, name="models")
app.add_typer(calibrate.app, name="calibrate")
app.command("attack")(attack.attack)
app.command("init")(init.init)
app.command("doctor")(doctor.doctor)
app.command("pack")(pack.pack)
app.command("verify")(pack.verify)
app.command("key")(pack.key)
app.command("subsidy")(subsidy.subsidy)
app.command("learner")(learner.learner)
app.command("ledger")(ledger.ledger)
app.command("period")(period.period)
app.command("form")(form.form)
app.command("schema")(schema.schema)
app.command("verify-log")(verify_log.verify_log)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"evidence {evidence.__version__}")
        raise typer.Exit


@app.callback()
def root(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", help="Print the version.", callback=_version, is_eager=True),
    ] = False,
) -> None:
    """Everything starts here."""


def main() -> None:
    """Run the command; whatever goes wrong, the user reads one clear line and no traceback."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # on small matrices, more only spin
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a mark that an old code page lacks becomes a "?"
            stream.reconfigure(errors="replace")
    try:
        _run()
    except Unreadable as error:
        _tell(error)
        raise SystemExit(2) from None
    except KeyboardInterrupt:
        _end(130, "stopped")
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None
    except OSError as error:
        if os.environ.get("EVIDENCE_DEBUG"):
            raise
        _end(2, f"{error.filename or 'standard output'}: {error.strerror or error}")
    except Exception as error:
        if os.environ.get("EVIDENCE_DEBUG"):
            raise
        _end(
            70,
            f"this is a fault of ours, not of your files ({type(error).__name__}); "
            "set EVIDENCE_DEBUG=1 to see where, and please report it",
        )


def _run() -> None:
    """The command itself, and what it said on its way out of the door."""
    try:
        _command()()
    except SystemExit:
        sys.stdout.flush()
        raise


def _command() -> Callable[[], None]:
    """The command line, its help in the user's language."""
    command = typer.main.get_command(app)
    if (lang := _language()) != "en":
        from evidence.cli.tongue import translate
        from evidence.report.language import speak, told

        speak(lang)
        translate(command, partial(told, lang))
    return command


def _language() -> str:
    """The language of this command, also where its options could not be read."""
    from evidence.report.language import language

    asked = [after for before, after in pairwise(sys.argv) if before == "--lang"]
    try:
        return language(asked[-1] if asked else None)
    except Unreadable:  # it is the language that nobody knows
        return language(None)


def _tell(error: Unreadable) -> None:
    """Everything that is wrong, in the user's language."""
    from rich.console import Console

    from evidence.report.terminal import print_unreadable

    print_unreadable(error, lang=_language(), console=Console(stderr=True))


def _end(code: int, line: str) -> NoReturn:
    with suppress(OSError):
        sys.stderr.write(f"evidence: {line}\n")
    if not _writable():
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise SystemExit(code) from None


def _writable() -> bool:
    """Whether what standard output still holds can leave; else Python complains of it at exit."""
    try:
        sys.stdout.flush()
    except OSError:
        return False
    return True
