"""The command line: what ``evidence`` answers to, and the door where errors become one line."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

import evidence
from evidence.cli import check, demo, policy, schema
from evidence.domain.errors import Unreadable

app = typer.Typer(
    name="evidence",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help: rich's takes twice as long to load as all the rest
    help=(
        "Tells, with proof, whether a subsidised vocational class really took place.\n\n"
        "Start with 'evidence demo'; then 'evidence check BUNDLE' on a class of your own.\n\n"
        "补贴性培训班是否真实开展：逐学时核验，每条结论都引用文件条款。"
    ),
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("demo")(demo.demo)
app.command("check")(check.check)
app.add_typer(policy.app, name="policy")
app.command("schema")(schema.schema)


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
    try:
        app()
    except Unreadable as error:
        sys.stderr.write(f"evidence: {error}\n")
        raise SystemExit(2) from None
    except KeyboardInterrupt:
        sys.stderr.write("evidence: stopped\n")
        raise SystemExit(130) from None
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None
    except Exception as error:
        if os.environ.get("EVIDENCE_DEBUG"):
            raise
        sys.stderr.write(
            f"evidence: this is a fault of ours, not of your files ({type(error).__name__}); "
            "set EVIDENCE_DEBUG=1 to see where, and please report it\n"
        )
        raise SystemExit(70) from None
