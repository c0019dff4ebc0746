"""Verifying the audit log, and telling what came out."""

from __future__ import annotations

import typer

from evidence.domain.text import Text, say
from evidence.pipeline.ledger import Fault, LogBreak
from evidence.report.words import Voice
from evidence.store.opening import open_store

WHOLE, BROKEN = 0, 1


def verify(url: str, *, head: str, lang: str) -> int:
    """Read the log of a store and print what it shows; the exit code of the command."""
    store = open_store(url)
    try:
        check = store.audit.verify(head)
    finally:
        store.close()
    voice = Voice(lang, "UTC")
    if not check.breaks:
        whole = say(
            "{rows} rows hang together, and {verdicts} verdicts are as first written",
            rows=check.rows,
            verdicts=check.verdicts,
        )
        typer.echo(voice.tell(whole))
        typer.echo(voice.tell(say("last row's hash: {hash}", hash=check.head)))
        return WHOLE

    for found in check.breaks:
        place = say("row {number}: {what}", number=found.number, what=voice.tell(_words(found)))
        typer.echo(voice.tell(place))
    broken = say(
        "the log of {rows} rows is broken: keep a copy of the database as it is, and find out who "
        "had access to it",
        rows=check.rows,
    )
    typer.echo(voice.tell(broken), err=True)
    return BROKEN


def _words(found: LogBreak) -> Text:
    match found.fault:
        case Fault.EDITED:
            return say("it was edited: it does not fit its own hash")
        case Fault.DROPPED:
            return say("the row that it was written after is gone or was rewritten")
        case Fault.REORDERED:
            return say("it stands in another place than it was written at")
        case Fault.TRUNCATED:
            return say("the log ends here, but rows were written after it or its end was rewritten")
        case Fault.REWRITTEN:
            return say("no row of the log has the hash that you kept: it was written anew")
        case Fault.VERDICT_EDITED:
            return say("the verdict {name} was edited", name=found.detail)
        case Fault.VERDICT_DROPPED:
            return say("the verdict {name} is gone, and no purge took it", name=found.detail)
        case Fault.VERDICT_FOREIGN:
            return say("the verdict {name} was never written through the log", name=found.detail)
        case _:
            return _of_steps(found)


def _of_steps(found: LogBreak) -> Text:
    match found.fault:
        case Fault.STEP_EDITED:
            return say("the step {name} of a review was edited", name=found.detail)
        case Fault.STEP_DROPPED:
            return say("the step {name} of a review is gone", name=found.detail)
        case _:
            return say(
                "the step {name} of a review was never written through the log", name=found.detail
            )
