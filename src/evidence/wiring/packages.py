"""Packages put together: a class checked and sealed, a package verified and checked again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import ValidationError

import evidence
from evidence.domain.bundle import ClassBundle
from evidence.domain.errors import Problem, Unreadable
from evidence.domain.text import say
from evidence.package import layout
from evidence.package.checking import Checked, checked
from evidence.package.keys import private_key, public_key
from evidence.package.packing import Contents, pack
from evidence.package.section import PackageSection
from evidence.package.time_stamp import roots_of
from evidence.package.time_stamp_server import TimeStampServer
from evidence.pipeline.judgement import Judgement
from evidence.pipeline.ports import Progress
from evidence.pipeline.quiet import Quiet
from evidence.report import html, verdict_json
from evidence.sources.bundle import GENEROUS
from evidence.sources.handed_in import handed_in
from evidence.sources.remarks import Remarks
from evidence.wiring.checking import check_bundle, checked_bundle, shown
from evidence.wiring.deployment import deployment
from evidence.wiring.places import config_folder


def pack_bundle(
    path: Path,
    into: Path | None,
    *,
    key: Path | None,
    time_stamp: str | None,
    lang: str,
    progress: Progress,
) -> tuple[Judgement, Path]:
    """Check a class and put it with its verdict into a package; where that is.

    ``time_stamp`` is the server that says when, "" for none, None for the deployment's own.

    Raises:
        BundleUnreadable: with everything that keeps the bundle from being judged.
        Unreadable: when the key can't be used, the server does not stamp, or there is something at
            ``into`` already.
    """
    signer, stamp = private_key(key) if key else None, _stamp(time_stamp)
    if into is not None:
        _see_that_it_is_free(into)
    with checked_bundle(path, progress=progress) as (bundle, judgement):
        place = into or Path(f"{_name(bundle)}.zip")
        _see_that_it_is_free(place)
        pack(_contents(bundle, shown(judgement, progress), lang), place, signer, stamp)
        return judgement, place


def _stamp(asked: str | None) -> Callable[[bytes], bytes] | None:
    """Who makes the time stamp, None for nobody."""
    if asked == "":
        return None
    section = deployment(config_folder()).part("package", PackageSection)
    try:
        section = PackageSection.model_validate(
            section.model_dump() | ({"time_stamp": asked} if asked else {})
        )
    except ValidationError as error:
        what = say("is no address such as http://tsa.example: a password can't stand in it")
        raise Unreadable("--time-stamp", (Problem(what, "--time-stamp"),)) from error
    if not section.time_stamp:
        return None
    roots = roots_of(section.time_stamp_roots) if section.time_stamp_roots else ()
    return TimeStampServer(section.time_stamp, section.time_stamp_seconds, roots).stamp


def _see_that_it_is_free(place: Path) -> None:
    if place.exists():
        what = say("there is something here already: name another place with --out")
        raise Unreadable(str(place), (Problem(what, str(place)),))


def _contents(bundle: ClassBundle, judgement: Judgement, lang: str) -> Contents:
    folder, said = config_folder(), bundle.training_class
    policy = folder / "policies" / f"{judgement.policy.id}.toml"
    return Contents(
        name=_name(bundle),
        originals={path: bundle.root / path for path in bundle.digests},
        ours={
            layout.VERDICT: verdict_json.write(judgement.verdict),
            layout.POLICY: policy.read_bytes(),
            layout.RULES: (folder / "rules.toml").read_bytes(),
            layout.REPORT: html.page(judgement, lang=lang, files=layout.FROM_REPORT).encode(),
        },
        info={
            "External-Identifier": said.id,
            "Source-Organization": said.institution_id or "—",
            "Bag-Software-Agent": f"evidence {evidence.__version__}",
        },
    )


def _name(bundle: ClassBundle) -> str:
    """The class's id, as far as it can be a file's name."""
    kept = "".join(
        one if one.isalnum() or one in "-_." else "-" for one in bundle.training_class.id
    )
    return kept.strip(".") or "class"


def verify_package(path: Path, *, key: Path | None, stamp_roots: Path | None = None) -> Checked:
    """Tell whether anything in a package was touched.

    Raises:
        Unreadable: when it is no package, the key is none, or the roots are none.
    """
    asked = public_key(key) if key else None
    roots = roots_of(stamp_roots) if stamp_roots else ()
    with _unpacked(path) as root:
        return checked(root, asked, roots)


def recheck_package(path: Path, stated: bytes, progress: Progress) -> tuple[Problem, ...]:
    """Check a package's originals again, and tell how the verdict differs from ``stated``.

    Raises:
        BundleUnreadable: when the originals can't be judged.
    """
    judgement = check_bundle(path, progress=progress)
    found = verdict_json.write(judgement.verdict)
    if found == stated:
        return ()
    return tuple(_how_they_differ(found, stated))


def _how_they_differ(found: bytes, stated: bytes) -> Iterator[Problem]:
    ours = json.loads(found)
    try:
        theirs = json.loads(stated)
        sides = [
            ("policy", say("the policy here is another edition"), ours["policy"], theirs["policy"]),
            ("engine", say("another version judged it"), ours["engine"], theirs["engine"]),
        ]
    except (ValueError, KeyError, TypeError):
        yield Problem(say("this is no verdict that can be read"), layout.VERDICT)
        return
    for name, what, one, other in sides:
        if one != other:
            yield Problem(what, layout.VERDICT, column=name)
    for name in ours:
        if name not in {"policy", "engine"} and ours[name] != theirs.get(name):
            yield Problem(
                say("checked again, this comes out otherwise"), layout.VERDICT, column=name
            )


@contextmanager
def _unpacked(path: Path) -> Iterator[Path]:
    """The folder of a package, unpacked for as long as it is looked at where it is an archive."""
    remarks = Remarks()
    with TemporaryDirectory(prefix="evidence-", ignore_cleanup_errors=True) as scratch:
        tree = handed_in(path, Path(scratch), limits=GENEROUS, progress=Quiet(), remarks=remarks)
        if remarks.problems:
            raise Unreadable(str(path), tuple(remarks.problems))
        yield tree.root
