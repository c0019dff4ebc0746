"""The deployment: ``config/evidence.toml`` and the environment, read and checked as a whole.

Each section's shape lies beside the code that it sets up: whoever puts the parts together says
which sections there are. ``EVIDENCE__SECTION__KEY`` of the environment goes before the file.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError, create_model
from pydantic_core import ErrorDetails
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
)

from evidence.domain.errors import Problem, Unreadable, nearest
from evidence.domain.text import Text, say

FILE = "evidence.toml"
PREFIX = "EVIDENCE__"
BETWEEN = "__"

Section = TypeVar("Section", bound=BaseModel)
Way = tuple[int | str, ...]


class _Settings(BaseSettings):
    """What the sections are fields of."""

    model_config = SettingsConfigDict(
        extra="forbid",
        frozen=True,
        env_prefix=PREFIX,
        env_nested_delimiter=BETWEEN,
        hide_input_in_errors=True,
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment before the file; nothing else."""
        del dotenv_settings, file_secret_settings
        return env_settings, init_settings


@dataclass(frozen=True, slots=True)
class Deployment:
    """What the deployment sets, section by section; what it does not set has its default."""

    sections: Mapping[str, Any]

    def part(self, name: str, shape: type[Section]) -> Section:
        """A section of this shape, such as ``part("landing", LandingSection)``."""
        found = self.sections[name]
        if not isinstance(found, shape):
            raise TypeError(f"[{name}] is not read as {shape.__name__}")
        return found

    def parts(self, name: str, shape: type[Section]) -> tuple[Section, ...]:
        """The entries of a list of sections, such as every ``[[source]]``."""
        return tuple(entry for entry in self.sections[name] if isinstance(entry, shape))


def read_deployment(path: Path, shapes: Mapping[str, Any]) -> Deployment:
    """The deployment of a file (one that is not there sets nothing) and the environment.

    ``shapes`` maps each section's name to its model, or to ``tuple[Model, ...]`` for one that is
    written as a list (``[[source]]``).

    Raises:
        Unreadable: with everything that is wrong with it.
    """
    raw = _toml(path)
    fields = {name: (shape, _default(shape)) for name, shape in shapes.items()}
    settings = create_model("Settings", __base__=_Settings, **fields)  # type: ignore[call-overload]  # names known at run time only
    strangers = tuple(_unknown_variables(tuple(shapes)))
    try:
        found = settings(**raw)
    except ValidationError as error:
        problems = tuple(_problem(detail, shapes, path.name) for detail in error.errors())
        raise Unreadable(path.name, (*problems, *strangers)) from error
    except SettingsError as error:
        wrong = Problem(say("can't be used: {detail}", detail=_first_line(error)), path.name)
        raise Unreadable(path.name, (wrong, *strangers)) from error
    if strangers:
        raise Unreadable(path.name, strangers)
    return Deployment({name: getattr(found, name) for name in shapes})


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        what = say("this file can't be read: {detail}", detail=error.strerror or "")
    except ValueError as error:  # tomllib's own complaint, or a wrong encoding
        what = say("can't be read as TOML: {detail}", detail=str(error))
    raise Unreadable(path.name, (Problem(what, path.name),))


def _default(shape: Any) -> Any:
    """A section that is not written: all its defaults, no entries, or a complaint for each key."""
    if get_origin(shape) is tuple:
        return ()
    needed = any(field.is_required() for field in shape.model_fields.values())
    return ... if needed else shape()


def _unknown_variables(sections: tuple[str, ...]) -> Iterator[Problem]:
    """Variables that set a section which nobody reads; within a section the model complains."""
    for variable in sorted(os.environ):
        section = variable.upper().removeprefix(PREFIX).partition(BETWEEN)[0].casefold()
        if variable.upper().startswith(PREFIX) and section not in sections:
            hint = nearest(section, sections)
            hint = f"{PREFIX}{hint.upper()}{BETWEEN}…" if hint else ""
            yield Problem(say("is no key that anybody reads"), variable, did_you_mean=hint)


def _problem(detail: ErrorDetails, shapes: Mapping[str, Any], file: str) -> Problem:
    way = tuple(step for step in detail["loc"] if step not in ("function-after", "function-before"))
    variable = PREFIX + BETWEEN.join(str(step) for step in way).upper()
    if any(name.upper() == variable for name in os.environ):
        return Problem(_complaint(detail), variable, did_you_mean=_hint(detail, way, shapes))
    column = ", ".join(_words(way, shapes))
    return Problem(_complaint(detail), file, column=column, did_you_mean=_hint(detail, way, shapes))


def _words(way: Way, shapes: Mapping[str, Any]) -> Iterator[str]:
    """The way to a place as people count: the first entry is 1, a union's own tags are left out."""
    for at, step in enumerate(way):
        if isinstance(step, int):
            yield str(step + 1)
        elif at < 2 or not _is_tag(way[:at], step, shapes):  # noqa: PLR2004 - a list, its entry, then a tag
            yield step


def _is_tag(before: Way, step: str, shapes: Mapping[str, Any]) -> bool:
    return isinstance(before[-1], int) and step in {
        _tag(model) for model in _models(_entry(shapes.get(str(before[0]))))
    }


def _complaint(detail: ErrorDetails) -> Text:
    context = detail.get("ctx", {})
    match detail["type"]:
        case "missing":
            return say("is missing")
        case "extra_forbidden":
            return say("is no key that anybody reads")
        case "union_tag_invalid":
            found, expected = str(context["tag"]), str(context["expected_tags"])
            return say("is {found}; expected {expected}", found=found, expected=expected)
        case "union_tag_not_found":
            return say("lacks {key}", key=str(context["discriminator"]).strip("'"))
        case _:
            return say("can't be used: {detail}", detail=detail["msg"])


def _hint(detail: ErrorDetails, way: Way, shapes: Mapping[str, Any]) -> str:
    if detail["type"] == "union_tag_invalid":
        models = _models(_entry(shapes.get(str(way[0]))))
        return nearest(str(detail["ctx"]["tag"]), tuple(_tag(model) for model in models))
    if detail["type"] != "extra_forbidden":
        return ""
    *before, key = way
    return nearest(str(key), _known(tuple(before), shapes))


def _known(way: Way, shapes: Mapping[str, Any]) -> tuple[str, ...]:
    """The keys that may stand at a place."""
    if not way:
        return tuple(shapes)
    models = _models(_entry(shapes.get(str(way[0]))))
    for step in way[1:]:
        tagged = [model for model in models if _tag(model) == step]
        inner = [model.model_fields[step] for model in models if step in model.model_fields]
        if tagged:
            models = tagged
        elif inner:
            models = [each for field in inner for each in _models(_entry(field.annotation))]
    return tuple(
        field.alias or name for model in models for name, field in model.model_fields.items()
    )


def _entry(shape: Any) -> Any:
    """What one entry of a list is like; of what is no list, itself."""
    return get_args(shape)[0] if get_origin(shape) is tuple else shape


def _models(shape: Any) -> list[type[BaseModel]]:
    """The models that a section or field may be."""
    if isinstance(shape, type) and issubclass(shape, BaseModel):
        return [shape]
    parts = get_args(shape)[:1] if get_origin(shape) is Annotated else get_args(shape)
    return [model for part in parts for model in _models(part)]


def _tag(model: type[BaseModel]) -> str:
    """The ``kind`` by which an entry says what it is."""
    kind = model.model_fields.get("kind")
    return str(get_args(kind.annotation)[0]) if kind and get_args(kind.annotation) else ""


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
