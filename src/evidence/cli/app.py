"""The command line: what ``evidence`` answers to, and the door where errors become one line."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from io import TextIOWrapper
from itertools import pairwise
from typing import Annotated, Any, NoReturn

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
from evidence.cli.misuse import Misread
from evidence.domain.errors import Unreadable
from evidence.domain.text import Text, say

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
    except Misread as error:
        _misread(error)
    except KeyboardInterrupt:
        _end(130, say("stopped"))
    except typer.Abort:
        _end(1, say("stopped"))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None
    except Exception as error:
        if os.environ.get("EVIDENCE_DEBUG"):
            raise
        _end(*_failed(error))


def _run() -> None:
    """The command itself, and what it said on its way out of the door."""
    try:
        code = _command()(standalone_mode=False)
        raise SystemExit(code if isinstance(code, int) else 0)
    except SystemExit:
        sys.stdout.flush()
        raise


def _command() -> Callable[..., object]:
    """The command line, its help in the user's language."""
    command = _typer()
    if (lang := _language()) != "en":
        from evidence.cli.tongue import translate
        from evidence.report.language import speak, told

        speak(lang)
        translate(command, partial(told, lang))
    called: Callable[..., object] = command
    return called


def _typer() -> Any:
    """Typer's own command, which its types tell little of."""
    return typer.main.get_command(app)


def _language() -> str:
    """The language of this command, also where its options could not be read."""
    from evidence.report.language import language

    asked = [after for before, after in pairwise(sys.argv) if before == "--lang"]
    asked += [word.removeprefix("--lang=") for word in sys.argv if word.startswith("--lang=")]
    try:
        return language(asked[-1] if asked else None)
    except Unreadable:  # it is the language that nobody knows
        return language(None)


def _tell(error: Unreadable) -> None:
    """Everything that is wrong, in the user's language."""
    from rich.console import Console

    from evidence.report.terminal import print_unreadable

    print_unreadable(error, lang=_language(), console=Console(stderr=True))


def _failed(error: Exception) -> tuple[int, Text]:
    """The exit code of what nobody foresaw, and what to say of it."""
    if isinstance(error, OSError):
        where, detail = str(error.filename or "standard output"), error.strerror or str(error)
        return 2, say("{where}: {detail}", where=where, detail=detail)
    return 70, say(
        "this is a fault of ours, not of your files ({kind}); set EVIDENCE_DEBUG=1 to see where, "
        "and please report it",
        kind=type(error).__name__,
    )


def _misread(error: Exception) -> NoReturn:
    """What is wrong with the command line, in one line, or the help where nothing was asked for."""
    from evidence.cli.misuse import command_of, wrong
    from evidence.report.words import Voice

    if type(error).__name__ == "NoArgsIsHelpError":
        sys.stderr.write(f"{error}\n")
        raise SystemExit(2)
    voice, command = Voice(_language(), "UTC"), command_of(error, _typer(), sys.argv[1:])
    what, meant = wrong(error)
    line = say("{command}: {what}", command=command, what=voice.tell(what))
    if meant:
        known = {"command": command, "what": voice.tell(what), "name": meant}
        line = say("{command}: {what}; did you mean {name}?", **known)
    more = voice.tell(say("({command} -h tells what it takes)", command=command))
    _end(2, say("{line} {more}", line=voice.tell(line), more=more), mark="")


def _end(code: int, what: Text, mark: str = "evidence: ") -> NoReturn:
    from evidence.report.words import phrase

    with suppress(OSError):
        sys.stderr.write(f"{mark}{phrase(what, _language(), 'UTC')}\n")
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
