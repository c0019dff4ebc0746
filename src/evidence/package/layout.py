"""The layout of a package: a BagIt bag (RFC 8493), the originals in it and ours beside them.

::

    bagit.txt  bag-info.txt  manifest-sha256.txt  tagmanifest-sha256.txt
    data/…                    the class bundle as it was handed in: the evidence
    evidence/verdict.json     what we say of it
    evidence/policy.toml      the regulation that it was judged by, and
    evidence/rules.toml       the defaults that it rests on
    evidence/report.html      the report
    evidence/verify.py        tells whether anything was touched, with nothing but Python
    evidence/signature.json   who sealed it
    evidence/time-stamp.tsr   when that was, by a third party's word

The tag manifest holds the digest of everything but the payload's files, of those it holds the
manifest's; so the signature over the tag manifest is one over all, and so is the time stamp.
Neither of the two is listed in it, for they are made when it stands.
"""

from __future__ import annotations

OURS = "evidence"
VERDICT = f"{OURS}/verdict.json"
POLICY = f"{OURS}/policy.toml"
RULES = f"{OURS}/rules.toml"
REPORT = f"{OURS}/report.html"
FROM_REPORT = "../data/"  # where the report finds the originals
VERIFIER = f"{OURS}/verify.py"
SIGNATURE = f"{OURS}/signature.json"
TIME_STAMP = f"{OURS}/time-stamp.tsr"
MANIFEST = "manifest-sha256.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"
SCHEMA = "evidence/signature/1"
