"""``evidence schema``: the JSON Schema of what evidence writes and reads."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from evidence.cli.misuse import Misused
from evidence.cli.options import Lang, spoken
from evidence.domain.text import say

ANSWERS = ("night", "forecast", "notice", "watch", "alert", "status")
RECORDS = ("subsidy", "learner", "period")
NAMES = ("verdict", "class", "policy", *RECORDS, *ANSWERS)
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema(
    name: Annotated[
        str, typer.Argument(help="Which format; its name stands below.", metavar="NAME")
    ],
    *,
    lang: Lang = None,
) -> None:
    """Print the JSON Schema (draft 2020-12) of a format.

    \b
    Formats:
      verdict   what 'evidence check --json' writes
      class     class.toml of a bundle
      policy    a file of config/policies/
      subsidy   what 'evidence subsidy --json' writes
      learner   what 'evidence learner --json' writes
      period    what 'evidence period --json' writes
      night     what 'evidence run --json' writes
      forecast  what 'evidence run --dry-run --json' writes
      notice    what a webhook is sent in the morning
      watch     what 'evidence watch --once --json' writes
      alert     what a webhook is sent while classes are taught
      status    what 'evidence status --json' writes

    For example: evidence schema verdict > verdict.schema.json
    """
    spoken(lang)
    if name not in NAMES:
        _refuse(name)

    import json

    typer.echo(json.dumps(_schema(name), ensure_ascii=False, indent=2))


def _schema(name: str) -> dict[str, Any]:
    if name == "policy":
        from evidence.sources.policy_file import PolicyFile

        return {"$schema": _DIALECT, **PolicyFile.model_json_schema(by_alias=True)}
    if name == "class":
        from evidence.sources.class_sections import ClassSection

        return {"$schema": _DIALECT, **ClassSection.model_json_schema(), "title": "class.toml"}

    if name in RECORDS:
        from evidence.report import period, subsidy_record, training_record

        of = {
            "subsidy": subsidy_record.schema,
            "learner": training_record.schema,
            "period": period.schema,
        }
        return of[name]()

    if name in ANSWERS:
        from evidence.report import answers

        return answers.schema(answers.Answer(name))

    from evidence.report import verdict_json

    return verdict_json.schema()


def _refuse(name: str) -> None:
    from evidence.domain.errors import nearest

    known, guess = ", ".join(NAMES), nearest(name, NAMES)
    if guess:
        told = {"name": name, "known": known, "guess": guess}
        raise Misused(
            say("there is no schema {name}; there are {known}; did you mean {guess}?", **told)
        )
    raise Misused(say("there is no schema {name}; there are {known}", name=name, known=known))
