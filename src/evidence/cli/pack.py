"""``evidence pack``, ``evidence verify`` and ``evidence key``: sealed packages of evidence."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evidence.cli.misuse import Misused
from evidence.cli.options import Lang
from evidence.domain.text import say


def pack(
    bundle: Annotated[Path, typer.Argument(help="A class bundle.", metavar="BUNDLE")],
    *,
    out: Annotated[
        Path | None,
        typer.Option(
            help="Where the package goes: a .zip, or a folder; CLASS.zip here if not given.",
            metavar="PLACE",
        ),
    ] = None,
    key: Annotated[
        Path | None,
        typer.Option(help="Seal it with this private key (see 'evidence key').", metavar="FILE"),
    ] = None,
    time_stamp: Annotated[
        str | None,
        typer.Option(
            help="Let this server (RFC 3161) say when, instead of the deployment's.", metavar="URL"
        ),
    ] = None,
    no_time_stamp: Annotated[
        bool, typer.Option("--no-time-stamp", help="Ask no server when it is.")
    ] = False,
    lang: Lang = None,
) -> None:
    """Check a class, and seal it with its verdict into a package that shows if it is touched.

    The package is a BagIt bag (RFC 8493): the originals, the verdict, the policy, the report, and
    a program that tells with nothing but Python whether anything was changed. It is a class bundle
    like any other: whoever receives it can check it again.

    \b
    Exit codes: those of 'evidence check'; the package is written whatever the verdict is. Where a
    time stamp is wanted and can't be had, none is written (2).

    \b
    For example:
      evidence key our.key
      evidence pack my-class/ --key our.key --out my-class.zip
      evidence verify my-class.zip --key our.key.pub
    """
    from evidence.cli.packing import pack_one
    from evidence.report.language import language

    if time_stamp and no_time_stamp:
        raise Misused(say("either --time-stamp or --no-time-stamp"))
    asked = "" if no_time_stamp else time_stamp or None
    raise typer.Exit(pack_one(bundle, out, key=key, time_stamp=asked, lang=language(lang)))


def verify(
    package: Annotated[
        Path, typer.Argument(help="A package: the .zip, or its folder.", metavar="PACKAGE")
    ],
    *,
    key: Annotated[
        Path | None,
        typer.Option(help="The public key that must have sealed it.", metavar="FILE"),
    ] = None,
    time_stamp_roots: Annotated[
        Path | None,
        typer.Option(
            help="Certificates (PEM), one of which must vouch for its time stamp.", metavar="FILE"
        ),
    ] = None,
    recheck: Annotated[
        bool,
        typer.Option("--recheck", help="Check the class again, and compare the verdict."),
    ] = False,
    lang: Lang = None,
) -> None:
    """Tell whether anything in a package was touched, and whose seal it bears; needs no network.

    Without --key it says which key sealed the package, but not whether that is the institution's:
    ask them, or compare the 16 digits. Without --time-stamp-roots it says what the time stamp
    says, but not whether that is true.

    \b
    Exit codes:
      0  everything is as it was packed
      1  something is not, or the verdict comes out otherwise
      2  the package, the key or the roots could not be read
    """
    from evidence.cli.packing import verify_one
    from evidence.report.language import language

    code = verify_one(
        package, key=key, stamp_roots=time_stamp_roots, recheck=recheck, lang=language(lang)
    )
    raise typer.Exit(code)


def key(
    place: Annotated[Path, typer.Argument(help="Where the private key goes.", metavar="FILE")],
    *,
    lang: Lang = None,
) -> None:
    """Make an institution's key (Ed25519): FILE to seal with, FILE.pub for everybody else.

    Keep FILE to yourselves; whoever has it can seal in your name. Give FILE.pub to the authority,
    and read it the 16 digits over the telephone.
    """
    from evidence.cli.packing import make_key
    from evidence.report.language import language

    make_key(place, lang=language(lang))
