"""Checking put together: the parts that judge one bundle on this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import evidence
from evidence.analyzers.face.chosen import Chosen
from evidence.analyzers.face.closeups import CloseUpTaker
from evidence.analyzers.face.comparing import FaceComparer
from evidence.analyzers.face.observer import FaceReader
from evidence.analyzers.face.snapshots import SnapshotObserver
from evidence.analyzers.frames.observer import FrameObserver
from evidence.analyzers.media.observer import PacketObserver
from evidence.analyzers.playback.observer import DuckDBPlayback
from evidence.analyzers.prints.comparing import PrintComparer
from evidence.analyzers.proofs.proving import PictureProver
from evidence.domain.bundle import ClassBundle
from evidence.domain.errors import BundleUnreadable, PolicyUnreadable, Problem
from evidence.domain.policy import Policy
from evidence.domain.supposition import Supposition
from evidence.engine.local import LocalEngine
from evidence.pipeline import ports
from evidence.pipeline.check import Checker
from evidence.pipeline.comparing import ComparedPictures
from evidence.pipeline.judgement import Judgement
from evidence.pipeline.ports import FootageObserver, PictureObserver, Progress
from evidence.pipeline.quiet import Quiet
from evidence.rules.rule import catalogue
from evidence.sources.bundle import open_bundle
from evidence.sources.editions import known_names, policy_on
from evidence.sources.logs.dialect import read_log
from evidence.sources.policies import load_policy
from evidence.sources.suppositions import suppositions
from evidence.wiring.models import chosen_embedder
from evidence.wiring.places import config_folder


def check_bundle(
    path: Path,
    *,
    policy: str | None = None,
    progress: Progress | None = None,
    close_ups: bool = False,
) -> Judgement:
    """Check one bundle, under its own policy or the one named (an id, or a .toml file).

    With ``close_ups`` the pictures of faces are taken that an HTML report shows.

    Raises:
        BundleUnreadable: with everything that keeps the bundle from being judged.
        PolicyUnreadable: when the policy named can't be used.
    """
    with checked_bundle(path, policy=policy, progress=progress) as (_, judgement):
        return shown(judgement, progress or Quiet()) if close_ups else judgement


def shown(judgement: Judgement, progress: Progress) -> Judgement:
    """The judgement with pictures of the faces that a page shows; its bundle must be open."""
    return judgement.with_close_ups(CloseUpTaker(LocalEngine()), progress)


@contextmanager
def checked_bundle(
    path: Path, *, policy: str | None = None, progress: Progress | None = None
) -> Iterator[tuple[ClassBundle, Judgement]]:
    """The same, with the bundle open for as long as its files are needed.

    Raises:
        BundleUnreadable: with everything that keeps the bundle from being judged.
        PolicyUnreadable: when the policy named can't be used.
        Unreadable: when the deployment, which names the models of one's own, can't be read.
    """
    asked = (policy,) if policy else ()
    with _judged(path, asked, (), progress or Quiet()) as (bundle, weighed):
        yield bundle, weighed.judgements[0]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A class judged: under each policy asked for, and under each supposition about the first."""

    judgements: tuple[Judgement, ...]
    supposed: tuple[tuple[Supposition, Judgement], ...] = ()


def weigh_bundle(
    path: Path,
    *,
    policies: Sequence[str] = (),
    what_if: Sequence[str] = (),
    progress: Progress | None = None,
    close_ups: bool = False,
) -> Weighed:
    """Check one bundle under several policies, or under one with some numbers set otherwise.

    Its evidence is looked at once. ``close_ups`` as for ``check_bundle``.

    Raises:
        BundleUnreadable: with everything that keeps the bundle from being judged.
        PolicyUnreadable: when a policy or a supposition can't be used.
        Unreadable: when the deployment, which names the models of one's own, can't be read.
    """
    told = progress or Quiet()
    with _judged(path, policies, what_if, told) as (_, weighed):
        if not close_ups:
            return weighed
        judgements = tuple(shown(judgement, told) for judgement in weighed.judgements)
        return replace(weighed, judgements=judgements)


@contextmanager
def _judged(
    path: Path, policies: Sequence[str], what_if: Sequence[str], progress: Progress
) -> Iterator[tuple[ClassBundle, Weighed]]:
    folder = config_folder()
    asked = tuple(load_policy(policy, folder=folder) for policy in policies)
    known = () if asked else known_names(folder)
    parts = checker(chosen=chosen_embedder())
    with open_bundle(path, progress=progress, known_policies=known) as bundle:
        own = asked or (_own_policy(path, bundle),)
        supposed = suppositions(own[0], what_if) if what_if else ()
        under = (*own, *(each.policy for each in supposed))
        judgements = parts.under(under, bundle, progress)
        among = zip(supposed, judgements[len(own) :], strict=True)
        yield bundle, Weighed(judgements[: len(own)], tuple(among))


def checker(
    footage: FootageObserver | None = None,
    pictures: PictureObserver | None = None,
    faces: ports.FaceReader | None = None,
    *,
    chosen: Chosen,
    recorded: Callable[[ports.FaceObserver], ports.FaceObserver] | None = None,
) -> Checker:
    """The parts that judge a class, on this machine; ``chosen`` compares faces.

    ``recorded`` lets an observer of faces ask a record of them, too.
    """
    observer: ports.FaceObserver = FaceComparer(faces or FaceReader(LocalEngine(), chosen), chosen)
    return Checker(
        footage or PacketObserver(LocalEngine()),
        DuckDBPlayback(read_log),
        catalogue(),
        evidence.__version__,
        ComparedPictures(
            pictures or FrameObserver(LocalEngine()),
            (PrintComparer(), PictureProver(LocalEngine())),
        ),
        SnapshotObserver(LocalEngine(), chosen),
        faces=recorded(observer) if recorded else observer,
    )


def _own_policy(path: Path, bundle: ClassBundle) -> Policy:
    """The policy that the class names, as it was on its first day; a wrong name is class.toml's."""
    said = bundle.training_class
    try:
        return policy_on(said.policy, said.starts_on, folder=config_folder())
    except PolicyUnreadable as error:
        problems = (
            Problem(problem.what, "class.toml", column="policy", did_you_mean=problem.did_you_mean)
            for problem in error.problems
        )
        raise BundleUnreadable(str(path), tuple(problems)) from error
