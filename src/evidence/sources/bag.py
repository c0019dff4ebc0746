"""A BagIt bag (RFC 8493): a bundle with manifests that tell whether it arrived whole."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping

from bagit import Bag, BagError, BagValidationError, FileMissing, normalize_unicode

from evidence.domain.text import say
from evidence.sources.digests import Digests
from evidence.sources.paths import is_junk
from evidence.sources.remarks import Remarks, shown
from evidence.sources.tree import Tree

ALGORITHMS = frozenset({"md5", "sha1", "sha224", "sha256", "sha384", "sha512"})

# Every problem is told through Remarks; bagit would print it on standard error as well.
logging.getLogger("bagit").addHandler(logging.NullHandler())
logging.getLogger("bagit").propagate = False


def expected_digests(tree: Tree, remarks: Remarks) -> Mapping[str, Mapping[str, str]]:
    """The digests that the manifests state, by path and algorithm.

    Files that are missing or not listed, and manifests that can't be used, are problems. What
    fetch.txt points to is never fetched: it has to be in the bag.
    """
    try:
        bag = Bag(str(tree.root))
    except (BagError, OSError, ValueError) as error:
        _tell(tree, str(error), remarks)
        return {}
    # The count of Payload-Oxum says nothing that the manifests don't say file by file, and it
    # would count what an operating system leaves lying about.
    bag.info.pop("Payload-Oxum", None)
    try:
        bag.validate(completeness_only=True)
    except BagValidationError as error:
        if not error.details:
            _tell(tree, str(error), remarks)
        for detail in error.details:
            _tell_incomplete(detail, remarks)
    except (BagError, OSError, ValueError) as error:
        _tell(tree, str(error), remarks)
    unknown = {name for hashes in bag.entries.values() for name in hashes} - ALGORITHMS
    for name in sorted(unknown):
        remarks.problem(
            say("manifests of the kind {algorithm} are not read: use sha256", algorithm=name),
            file="bagit.txt",
        )
    return {
        normalize_unicode(path): {a: h.lower() for a, h in hashes.items() if a in ALGORITHMS}
        for path, hashes in bag.entries.items()
        if normalize_unicode(path) in tree.files
    }


def tell_differences(
    expected: Mapping[str, Mapping[str, str]], found: Digests, remarks: Remarks
) -> None:
    """Every file whose digest is not the one that its manifest states is a problem."""
    for path, hashes in expected.items():
        differing = sorted(a for a, h in hashes.items() if found.get(path, {}).get(a, h) != h)
        if differing:
            remarks.problem(
                say(
                    "this file is not the one that was bagged: its {algorithm} differs from the"
                    " manifest; copy the bag again",
                    algorithm=", ".join(differing),
                ),
                file=path,
            )


def listed(expected: Mapping[str, Mapping[str, str]]) -> Mapping[str, Collection[str]]:
    """The algorithms that each path needs."""
    return {path: tuple(hashes) for path, hashes in expected.items()}


def _tell_incomplete(detail: FileMissing, remarks: Remarks) -> None:
    if isinstance(detail, FileMissing):
        remarks.problem(say("the manifest lists this file, but the bag lacks it"), file=detail.path)
    elif not is_junk(detail.path):
        remarks.problem(say("this file is in the bag, but in no manifest"), file=detail.path)


def _tell(tree: Tree, detail: str, remarks: Remarks) -> None:
    plain = detail.replace(f"{tree.root}/", "").replace(str(tree.root), "bag")
    remarks.problem(
        say("this bag can't be used: {detail}", detail=shown(plain, 200)), file="bagit.txt"
    )
