"""Languages: which one to speak, and the catalogue of its words.

English is the language of the code; the others are catalogues under ``locale/``, compiled by
``scripts/catalogues.py``. Only the standard library is needed to read them.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Mapping
from functools import cache
from importlib import resources

from evidence.domain.errors import Problem, Unreadable, nearest
from evidence.domain.text import say

ENGLISH, CHINESE = "en", "zh_CN"
LANGUAGES = (ENGLISH, CHINESE)


def language(option: str | None, environment: Mapping[str, str] | None = None) -> str:
    """The language to speak: the option, else the locale's, else English.

    Raises:
        Unreadable: when the option names a language that there is no catalogue for.
    """
    if option:
        return _known(option) or _refused(option)

    variables = os.environ if environment is None else environment
    told = (variables.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return _known(next(filter(None, told), "")) or ENGLISH


@cache
def catalogue(lang: str) -> gettext.NullTranslations:
    """The words of a language; for English, an empty one that gives every sentence back."""
    place = resources.files("evidence.report") / "locale" / lang / "LC_MESSAGES" / "evidence.mo"
    if lang == ENGLISH or not place.is_file():
        return gettext.NullTranslations()
    with place.open("rb") as file:
        return gettext.GNUTranslations(file)


def told(lang: str, sentence: str) -> str:
    """A sentence without values, such as a command's help, in ``lang``."""
    return catalogue(lang).gettext(sentence)


def speak(lang: str) -> None:
    """Let libraries that speak through gettext, such as the command line's, speak ``lang``."""
    os.environ["LANGUAGE"] = lang
    with resources.as_file(resources.files("evidence.report") / "locale") as folder:
        gettext.bindtextdomain("evidence", str(folder))
    gettext.textdomain("evidence")


def _known(name: str) -> str:
    """The language that a name such as ``zh-Hans`` or ``zh_CN.UTF-8`` asks for, or ""."""
    tongue = name.replace("-", "_").split("_")[0].split(".")[0].lower()
    return {"zh": CHINESE, "en": ENGLISH}.get(tongue, "")


def _refused(option: str) -> str:
    known = ", ".join(LANGUAGES)
    what = say("there is no language {name}; there are {known}", name=option, known=known)
    problem = Problem(what, file="--lang", did_you_mean=nearest(option, LANGUAGES))
    raise Unreadable("--lang", (problem,))
