"""Where the answers of a check are written."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from evidence.cli.misuse import Misused
from evidence.domain.text import say
from evidence.pipeline.judgement import Judgement

STANDARD_OUTPUT = Path("-")


@dataclass(frozen=True, slots=True)
class Outputs:
    """The files that the user asked for; with several bundles or policies each names a folder."""

    bundles: Sequence[Path]
    policies: int = 1
    json: Path | None = None
    html: Path | None = None
    xlsx: Path | None = None
    pdf: Path | None = None

    @property
    def several(self) -> bool:
        """Whether there is more than one verdict."""
        return len(self.bundles) > 1 or self.policies > 1

    @property
    def own_standard_output(self) -> bool:
        """Whether standard output belongs to a file, so that no table may go there."""
        return STANDARD_OUTPUT in {self.json, self.html, self.pdf}

    def refuse_clashes(self) -> None:
        """Say at once what can't be written, before hours of work are spent.

        Raises:
            Misused: for two answers on one output, or a place that can't be written.
        """
        if self.xlsx == STANDARD_OUTPUT:
            raise Misused(say("a workbook can't go to standard output: name a file"))
        asked = [("--json", self.json), ("--html", self.html), ("--xlsx", self.xlsx)]
        asked.append(("--pdf", self.pdf))
        named = [(option, path) for option, path in asked if path is not None]
        for option, path in named:
            twins = [other for other, place in named if place == path]
            if len(twins) > 1 and not (self.several and path != STANDARD_OUTPUT):
                raise Misused(
                    say(
                        "{options} can't all go to {path}", options=", ".join(twins), path=str(path)
                    )
                )
            if path != STANDARD_OUTPUT:
                self._refuse_place(option, path)

    def _refuse_place(self, option: str, path: Path) -> None:
        named = {"option": option, "path": str(path)}
        for bundle in self.bundles:
            if bundle.is_dir() and path.resolve().is_relative_to(bundle.resolve()):
                raise Misused(say("{option} {path}: nothing is written into a bundle", **named))
        if self.several and path.is_file():
            raise Misused(say("{option} {path}: several verdicts need a folder here", **named))
        if not self.several and path.is_dir():
            raise Misused(say("{option} {path}: is a folder; name a file", **named))
        if not self.several and not path.absolute().parent.is_dir():
            raise Misused(
                say(
                    "{option} {path}: there is no folder {parent}", parent=str(path.parent), **named
                )
            )

    def write(self, judgement: Judgement, bundle: Path, *, lang: str, under: str = "") -> None:
        """Write every file asked for, each in one step, so that none is ever half there.

        ``under`` names the policy in each file's name, where there are several.

        Raises:
            OSError: when one can't be written; it names the file.
            Unreadable: when a PDF is asked for and there is no Chinese font.
        """
        under = f".{under}" if self.policies > 1 else ""
        if self.json:
            from evidence.report import verdict_json

            self._put(self.json, bundle, f"{under}.json", verdict_json.write(judgement.verdict))
        if self.html:
            from evidence.report import html

            page = html.page(judgement, lang=lang, files=self._files(bundle)).encode()
            self._put(self.html, bundle, f"{under}.html", page)
        if self.xlsx:
            from evidence.report import xlsx

            with TemporaryDirectory(prefix="evidence-") as scratch:
                book = Path(scratch, "book.xlsx")
                xlsx.workbook(judgement, book, lang=lang)
                self._put(self.xlsx, bundle, f"{under}.xlsx", book.read_bytes())
        if self.pdf:
            # The last: without a Chinese font it can't be made, and all else is there.
            from evidence.report.pdf import pdf

            self._put(self.pdf, bundle, f"{under}.pdf", pdf(judgement, lang=lang))

    def _put(self, asked: Path, bundle: Path, suffix: str, content: bytes) -> None:
        if asked == STANDARD_OUTPUT:
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
            return
        place = asked
        if self.several:
            asked.mkdir(parents=True, exist_ok=True)
            place = asked / f"{self._name(bundle)}{suffix}"
        replace(place, content)

    def _files(self, bundle: Path) -> str:
        """Where the page finds the bundle's files: only a folder that lies beside it has any."""
        if self.html is None or self.html == STANDARD_OUTPUT or not bundle.is_dir():
            return ""
        place = self.html if self.several else self.html.absolute().parent
        inner = bundle / "data" if (bundle / "bagit.txt").is_file() else bundle
        return f"{os.path.relpath(inner.resolve(), place.resolve())}/"

    def _name(self, bundle: Path) -> str:
        """The bundle's own name; where several bear it, its place among them too."""
        name = bundle.resolve().name
        if Counter(other.resolve().name for other in self.bundles)[name] == 1:
            return name
        return f"{self.bundles.index(bundle) + 1}-{name}"


def replace(place: Path, content: bytes) -> None:
    """Put ``content`` at ``place``, at once or not at all.

    A pipe or a device is written to and stays what it is; a link is followed.

    Raises:
        OSError: when it can't be written; nothing is left behind.
    """
    if place.exists() and not place.is_file():
        place.write_bytes(content)
        return
    target = place.resolve()
    draft = target.with_name(f".{target.name}.part")
    try:
        draft.write_bytes(content)
        draft.replace(target)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(place)) from error
