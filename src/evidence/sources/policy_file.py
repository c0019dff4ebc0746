"""The shape of a policy's file and of rules.toml, as people write them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from evidence.domain.errors import PolicyUnreadable, Problem, nearest
from evidence.domain.policy import Effect, Scope, Settled
from evidence.domain.text import Text, say
from evidence.sources.policy_subsidy import (
    DayEntry,
    HeadsEntry,
    LimitEntry,
    PartEntry,
    RateEntry,
    SubsidyEntry,
)

Shape = TypeVar("Shape")
Words = Annotated[str, Field(min_length=1)]
Given = dict[str, Any]  # numbers are int or Fraction; rules.toml says what each must be like


class _Strict(BaseModel):
    """No key that nobody reads: a misspelt one must not pass in silence."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class InForce(_Strict):
    """From which day to which, the last one included; no ``until``: still in force."""

    from_: Annotated[date, Field(alias="from")]
    until: date | None = None


class RuleEntry(_Strict):
    """A ``[[rule]]``: a sentence that a rule judges."""

    id: Words
    clause: Words
    text: Words
    effect: Effect
    given: Given = {}


class ClauseEntry(_Strict):
    """A ``[[clause]]``: a sentence without a rule of its own."""

    where: Words
    text: Words
    settled: Settled
    why: Words
    why_zh: Words


class PolicyFile(_Strict):
    """``policies/ID.toml``."""

    id: Words
    title: Words
    document: Words
    in_force: InForce
    lists: dict[str, tuple[Words, ...]] = {}
    rule: tuple[RuleEntry, ...]
    clause: tuple[ClauseEntry, ...] = ()
    subsidy: SubsidyEntry | None = None


class RuleDefaults(_Strict):
    """A table of ``rules.toml``; ``effects`` are those that a policy may give the rule."""

    scope: Scope
    given: Given = {}
    effects: Annotated[tuple[Effect, ...], Field(min_length=1)] = tuple(Effect)


POLICY: TypeAdapter[PolicyFile] = TypeAdapter(PolicyFile)
RULES: TypeAdapter[dict[str, RuleDefaults]] = TypeAdapter(dict[str, RuleDefaults])
# What may stand in which table, for a hint on a misspelt key; "" is the file itself.
_KEYS = {
    "": tuple(PolicyFile.model_fields),
    "in_force": ("from", "until"),
    "rule": tuple(RuleEntry.model_fields),
    "clause": tuple(ClauseEntry.model_fields),
    "subsidy": tuple(SubsidyEntry.model_fields),
    "day": tuple(DayEntry.model_fields),
    "rate": tuple(RateEntry.model_fields),
    "part": tuple(PartEntry.model_fields),
    "limit": tuple(LimitEntry.model_fields),
    "heads": tuple(HeadsEntry.model_fields),
}


def shaped(adapter: TypeAdapter[Shape], content: bytes, file: str) -> Shape:
    """The content of a TOML file in its shape, its decimal numbers exact.

    Raises:
        PolicyUnreadable: with everything that is wrong with its shape.
    """
    try:
        # tomllib's own complaint, a wrong encoding and a "number" such as inf are all ValueErrors.
        raw = tomllib.loads(content.decode("utf-8"), parse_float=Fraction)
    except ValueError as error:
        problem = Problem(say("can't be read as TOML: {detail}", detail=str(error)), file)
        raise PolicyUnreadable(file, (problem,)) from error
    try:
        return adapter.validate_python(raw)
    except ValidationError as error:
        raise PolicyUnreadable(file, tuple(_problems(error, raw, file))) from error


def _problems(error: ValidationError, raw: Mapping[str, Any], file: str) -> Iterator[Problem]:
    for detail in error.errors(include_url=False):
        column = ", ".join(_steps(detail["loc"], raw))
        yield Problem(_complaint(detail), file, column=column, did_you_mean=_hint(detail))


def _steps(place: tuple[int | str, ...], raw: Any) -> Iterator[str]:
    """The way to a place in words: an entry of a list is told by its id or clause."""
    at = raw
    for step in place:
        at = at[step] if isinstance(step, int) or step in at else {}
        if isinstance(step, int) and isinstance(at, dict):
            yield str(at.get("id") or at.get("where") or step + 1)
        else:
            yield str(step + 1 if isinstance(step, int) else step)


def _complaint(detail: ErrorDetails) -> Text:
    match detail["type"]:
        case "missing":
            return say("is missing")
        case "extra_forbidden":
            return say("is no key that anybody reads")
        case "enum":
            expected = str(detail.get("ctx", {}).get("expected", ""))
            return say("is {found}; expected {expected}", found=detail["input"], expected=expected)
        case _:
            return say("can't be used: {detail}", detail=detail["msg"])


def _hint(detail: ErrorDetails) -> str:
    *way, key = (step for step in detail["loc"] if isinstance(step, str))
    if detail["type"] == "extra_forbidden":
        return nearest(key, _KEYS.get(way[-1] if way else "", ()))
    if detail["type"] == "enum":
        kinds = {"effect": Effect, "settled": Settled, "scope": Scope}
        return nearest(str(detail["input"]), tuple(kinds[key])) if key in kinds else ""
    return ""
