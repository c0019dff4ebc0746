"""The HTML report: one file that holds all it needs, reads without a network, and prints on A4."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from evidence.pipeline.judgement import Judgement
from evidence.report.filling import class_report
from evidence.report.words import Voice


def page(judgement: Judgement, *, lang: str, files: str = "") -> str:
    """The report on one class as one HTML file.

    ``files`` is where its reader finds the bundle's files, as seen from the page: "../class/"; ""
    where that is nowhere.
    """
    voice = Voice(lang, judgement.verdict.timezone)
    style, script = _part("class_report.css"), _part("class_report.js")
    return (
        _templates()
        .get_template("class_report.html")
        .render(
            page=class_report(judgement, voice, files),
            _=voice.word,
            # Ours and not a stranger's, so they stand in the page as they are.
            style=Markup(style),  # noqa: S704
            script=Markup(script),  # noqa: S704
            allowed=_allowed(style, script),
        )
    )


def _allowed(style: str, script: str) -> str:
    """A content security policy that lets in our own style, script and pictures, and no more."""
    ours = f"style-src '{_digest(style)}'; script-src '{_digest(script)}'"
    return f"default-src 'none'; img-src data:; {ours}"


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


@cache
def _part(name: str) -> str:
    return (resources.files("evidence.report") / "templates" / name).read_text("utf-8")


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("evidence.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
