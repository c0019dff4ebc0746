"""Attacking: the kinds of attack told, or one committed on the copy of a bundle."""

from __future__ import annotations

from pathlib import Path

import typer

from evidence.attacks.commit import commit
from evidence.attacks.kind import kinds
from evidence.domain.bundle import ClassBundle
from evidence.domain.errors import Problem, Unreadable, nearest
from evidence.domain.text import Text, say
from evidence.pipeline.quiet import Quiet
from evidence.report.language import told
from evidence.sources.bundle import open_bundle
from evidence.sources.editions import known_names
from evidence.wiring.places import config_folder


def print_kinds(lang: str) -> None:
    """Each kind, the rule that should tell, and the first sentence of its story."""
    for kind in kinds().values():
        typer.echo(f"{kind.name:18} {kind.rule:18} {told(lang, kind.summary)}")


def attacked(path: Path, kind: str, *, strength: float, out: Path, recording: str | None) -> str:
    """Commit the attack; a line that says which seconds of which recording are false now.

    Raises:
        Unreadable: when there is no such kind or recording, or ``out`` is there already.
    """
    if kind not in kinds():
        hint = nearest(kind, tuple(kinds()))
        what = say("there is no kind of attack called {name}", name=kind)
        raise _refused(kind, what, hint)
    if out.exists():
        what = say("{name} is there already: name a folder that is not", name=str(out))
        raise _refused(str(out), what)
    with open_bundle(path, progress=Quiet(), known_policies=known_names(config_folder())) as bundle:
        footage = _in_order(bundle)
        victim = recording or max(footage, key=lambda file: _size(bundle, file), default="")
        if victim not in footage:
            what = say("the bundle holds no recording {name}", name=victim)
            raise _refused(victim, what, nearest(victim, tuple(footage)))
        deed = commit(kinds()[kind], bundle.root, footage, victim, out, strength=strength)
    return f"{kind}: {out / victim}, {deed[0]:.1f}–{deed[1]:.1f} s"


def _in_order(bundle: ClassBundle) -> list[str]:
    there = [file for file in bundle.footage if file.present]
    return [file.path for file in sorted(there, key=lambda file: (file.start or 0, file.path))]


def _size(bundle: ClassBundle, file: str) -> int:
    return (bundle.root / file).stat().st_size


def _refused(name: str, what: Text, hint: str = "") -> Unreadable:
    return Unreadable(name, (Problem(what, did_you_mean=hint),))
