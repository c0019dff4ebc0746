"""Typesetting: a template of Typst and its data become a PDF, every font embedded.

Typst and the fonts come as wheels, so that a PDF needs no system package (ADR 0039).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from importlib import resources, util
from pathlib import Path
from typing import Any, Literal

import typst

from evidence.domain.errors import Problem, Unreadable
from evidence.domain.text import say

FONTS_PACKAGE = "pylopdf_fonts_zh_cn"
SYSTEM_FONTS = (Path("/usr/share/fonts/opentype/noto"),)  # Debian's fonts-noto-cjk
_MADE = datetime(2000, 1, 1, tzinfo=UTC)  # the same data make the same bytes
ARCHIVAL: Literal["a-2b"] = "a-2b"  # PDF/A, which an archive can open in thirty years


def typeset(template: str, data: Mapping[str, Any]) -> bytes:
    """The PDF of ``templates/NAME.typ`` with its data.

    Raises:
        Unreadable: when there is no Chinese font.
    """
    fonts = list(chinese_fonts())
    if not fonts:
        raise no_font()
    with resources.as_file(resources.files("evidence.report") / "templates" / template) as source:
        return typst.compile(
            source,
            font_paths=fonts,
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            format="pdf",
            pdf_standards=ARCHIVAL,
            timestamp=_MADE,
        )


def no_font() -> Unreadable:
    """There is no Chinese font; what to install."""
    what = say(
        "no Chinese font is there: install the wheel pylopdf-fonts-zh-cn, or Debian's "
        "fonts-noto-cjk"
    )
    return Unreadable("PDF", (Problem(what, "PDF"),))


def chinese_fonts() -> tuple[Path, ...]:
    """The folders with a Chinese font: the wheel's, else the system's."""
    return tuple(_folders())[:1]


def _folders() -> Iterator[Path]:
    spec = util.find_spec(FONTS_PACKAGE)
    shipped = [Path(place) for place in (spec.submodule_search_locations or ())] if spec else []
    for folder in (*shipped, *SYSTEM_FONTS):
        if any(folder.glob("Noto*")):
            yield folder
