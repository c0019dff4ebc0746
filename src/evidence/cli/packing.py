"""Packing and verifying, and telling what came out."""

from __future__ import annotations

from pathlib import Path

import typer
from rich.console import Console

from evidence.cli.checking import exit_code, told
from evidence.cli.progress import shown_on
from evidence.domain.errors import Problem
from evidence.domain.text import Moment, Text, say
from evidence.package.keys import fingerprint, new_pair, public_key
from evidence.package.time_stamp import TimeStamp
from evidence.report.words import Voice
from evidence.wiring.packages import pack_bundle, recheck_package, verify_package

UNTOUCHED, TOUCHED = 0, 1


def pack_one(
    bundle: Path, out: Path | None, *, key: Path | None, time_stamp: str | None, lang: str
) -> int:
    """Check and pack one class; the exit code of the command."""
    asides = Console(stderr=True)
    with shown_on(asides, lang=lang) as progress:
        judgement, place = pack_bundle(
            bundle, out, key=key, time_stamp=time_stamp, lang=lang, progress=progress
        )
    told(judgement, bundle, lang=lang, console=Console(), verbose=False)
    voice = Voice(lang, "UTC")
    typer.echo(voice.tell(say("the package is {place}", place=str(place))), err=True)
    if key is None:
        unsealed = say("it bears no seal: with --key, whoever gets it can tell that it is yours")
        typer.echo(voice.tell(unsealed), err=True)
    return exit_code([judgement])


def verify_one(
    package: Path, *, key: Path | None, stamp_roots: Path | None, recheck: bool, lang: str
) -> int:
    """Verify one package; the exit code of the command."""
    voice = Voice(lang, "UTC")
    found = verify_package(package, key=key, stamp_roots=stamp_roots)
    if found.wrong:
        return _touched(found.wrong, voice)
    typer.echo(voice.tell(say("untouched: {count} originals", count=found.originals)))
    if found.seal is None:
        unsealed = say("no seal: whoever changed something could have packed it anew")
        typer.echo(voice.tell(unsealed))
    else:
        sealed = say("sealed by the key {digits}", digits=fingerprint(found.seal))
        typer.echo(voice.tell(sealed))
    if found.stamp:
        typer.echo(voice.tell(_stamped(found.stamp)))
    return _rechecked(package, found.verdict, voice) if recheck else UNTOUCHED


def _stamped(stamp: TimeStamp) -> Text:
    at = Moment(stamp.at)
    if stamp.vouched:
        return say("stamped at {at} UTC, by {name}", at=at, name=stamp.by)
    return say(
        "stamped at {at} UTC, by {name}: not checked against any root, so anybody may have said it "
        "(--time-stamp-roots)",
        at=at,
        name=stamp.by,
    )


def _rechecked(package: Path, stated: bytes, voice: Voice) -> int:
    with shown_on(Console(stderr=True), lang=voice.lang) as progress:
        wrong = recheck_package(package, stated, progress)
    if wrong:
        return _touched(wrong, voice)
    same = say("checked again: the same verdict, byte for byte")
    typer.echo(voice.tell(same))
    return UNTOUCHED


def _touched(wrong: tuple[Problem, ...], voice: Voice) -> int:
    for problem in wrong:
        place, what = voice.tell(problem.place), voice.tell(problem.what)
        typer.echo(f"{place}: {what}")
    count = say("not as it was packed (places: {count})", count=len(wrong))
    typer.echo(voice.tell(count), err=True)
    return TOUCHED


def make_key(place: Path, *, lang: str) -> None:
    """Make a pair of keys and say how to know them by."""
    private, public = new_pair(place)
    voice = Voice(lang, "UTC")
    typer.echo(voice.tell(say("{file} seals; keep it to yourselves", file=str(private))))
    digits = fingerprint(public_key(public))
    told = say("{file} is for everybody else: {digits}", file=str(public), digits=digits)
    typer.echo(voice.tell(told))
