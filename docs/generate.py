"""Write docs/rules.md and the published schema from what they tell of, so that they can't lie.

``python docs/generate.py`` writes them; with ``--check`` it only says whether they are up to date.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from evidence.cli.samples import part
from evidence.domain.policy import Policy
from evidence.report import answers, period, subsidy_record, training_record, verdict_json
from evidence.report.clauses import ClauseRow, SettledBy, clause_rows
from evidence.rules.rule import catalogue
from evidence.sources.policies import policies

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "rules.md"
CLAUSES = ROOT / "docs" / "clauses.md"
SCHEMAS = ROOT / "docs" / "schema"
SCHEMA = SCHEMAS / "verdict-1.json"
CONFIG = ROOT / "config"
SHEETS = ROOT / "tests" / "rules"

HEAD = """\
# The rules

Every rule by its id: the law in a sentence, what it is about, its parameters with their defaults,
and where each policy rests it. A rule answers *met*, *breached*, *undecided* (the evidence does not
tell: a person must look) or *exempt* (the law asks nothing here). *On the line* are the boundary
cases that the tests in `tests/rules/` hold it to.

This page is made by `python docs/generate.py`; what it says is changed in the rules themselves, in
`config/rules.toml` and in `config/policies/`.
"""
CLAUSES_HEAD = """\
# The clauses

Every sentence of the regulations that asks something of a class, and what settles it: a rule,
with its cases and a class that breaks it; the verdict itself; or a person, by hand. For each
policy a class keeps all of it and is valid, and for each of its rules another fails that rule and
no other. `python -m sample_media.cases FOLDER` makes them all, with `POLICY` behind it those of a
policy, with `POLICY RULE` the one that breaks the rule; how it differs from the one that keeps it
is where the table points, and [test_regulated](../tests/samples/test_regulated.py) checks each.
`evidence policy show ID` prints the same with the numbers that the policy sets, and
`evidence policy diff A B` what changes between two.

This page is made by `python docs/generate.py` from `config/policies/`.
"""
ABOUT = {
    "class": "the class as a whole",
    "classroom": "the class as a whole, where it is taught in a room",
    "session": "each session",
    "class-hour": "each class hour",
    "recording": "each recording",
    "learner": "each learner",
    "online-learner": "each learner of an online or blended class",
}


def main() -> int:
    """Write the pages, or with --check tell by the exit code whether they are up to date."""
    stale = [path for path, page in pages().items() if _found(path) != page]
    if "--check" not in sys.argv[1:]:
        for path in stale:
            path.write_text(pages()[path], "utf-8")
        return 0
    for path in stale:
        sys.stderr.write(f"{path.relative_to(ROOT)} is out of date: run python docs/generate.py\n")
    return 1 if stale else 0


def pages() -> Mapping[Path, str]:
    """Everything that is generated, by its place."""
    schemas = {SCHEMAS / f"{each}-1.json": answers.schema(each) for each in answers.Answer}
    schemas[SCHEMA] = verdict_json.schema()
    schemas[SCHEMAS / "subsidy-1.json"] = subsidy_record.schema()
    schemas[SCHEMAS / "learner-1.json"] = training_record.schema()
    schemas[SCHEMAS / "period-1.json"] = period.schema()
    written = {
        path: json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
        for path, schema in schemas.items()
    }
    return {PAGE: "\n".join(lines()), CLAUSES: "\n".join(clauses()), **written}


def _found(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""


def lines() -> Iterator[str]:
    """The page, line by line."""
    known = tomllib.loads((CONFIG / "rules.toml").read_text("utf-8"), parse_float=Fraction)
    shipped = policies(CONFIG)
    yield HEAD
    for rule_id, default in known.items():
        yield from section(rule_id, default, shipped)


def clauses() -> Iterator[str]:
    """The page of clauses, line by line."""
    yield CLAUSES_HEAD
    for policy in policies(CONFIG):
        yield f"## {policy.id}\n"
        yield f"{policy.title}, {policy.document}.\n"
        yield "| where | what it says | what settles it | a breach |"
        yield "| --- | --- | --- | --- |"
        for row in clause_rows(policy, catalogue()):
            yield f"| {row.where} | {row.text} | {_settled(row, policy)} | {row.effect} |"
        yield ""


def _settled(row: ClauseRow, policy: Policy) -> str:
    match row.settled_by:
        case SettledBy.RULE:
            cases = f"[{row.rule}](rules.md#{row.rule}), [cases](../tests/rules/{row.rule}.toml)"
            return f"{cases}; {_broken_by(row.rule, policy)}"
        case SettledBy.RULE_TO_COME:
            return f"[{row.rule}](rules.md#{row.rule}), not built yet: a person must look"
        case SettledBy.VERDICT:
            return f"computed. {row.why}"
        case SettledBy.PERSON:
            return f"by hand. {row.why}"


def _broken_by(rule_id: str, policy: Policy) -> str:
    """The class that breaks a rule, and what cannot be kept with it."""
    breach = part("breaches").BREACHES[rule_id]
    also = "".join(
        f", and with it [{each}](rules.md#{each})" for each in breach.also if policy.rule(each)
    )
    module = breach.change.__module__.rpartition(".")[2]
    source = module if module.startswith("breaches") else "breaches"
    return f"broken by [{rule_id}](../sample_media/{source}.py){also}: {breach.story}"


def section(rule_id: str, default: Mapping[str, Any], shipped: tuple[Policy, ...]) -> Iterator[str]:
    """One rule."""
    rule = catalogue().get(rule_id)
    yield f"## {rule_id}\n"
    yield (
        rule.law if rule else "*Not built yet: where a policy names it, a person must look.*"
    ) + "\n"
    yield f"- About {ABOUT[default['scope']]}."
    given = default.get("given", {})
    if given:
        listed = ", ".join(f"`{name}` {value_told(value)}" for name, value in given.items())
        yield f"- Parameters, unless a policy sets them: {listed}."
    if "effects" in default:
        yield f"- A policy may let no more than `{default['effects'][0]}` follow from it."
    for policy in shipped:
        named = policy.rule(rule_id)
        if named:
            where = (
                f"[{policy.id}](../config/policies/{policy.id}.toml), {policy.cite(named.clause)}"
            )
            yield f"- {where}: “{named.text}” A breach: `{named.effect}`."
    yield from boundaries(rule_id)
    yield ""


def boundaries(rule_id: str) -> Iterator[str]:
    """The cases on either side of a boundary, from the rule's sheet."""
    sheet = SHEETS / f"{rule_id}.toml"
    cases = tomllib.loads(sheet.read_text("utf-8"))["case"] if sheet.exists() else []
    on_the_line = [case for case in cases if "boundary" in case]
    if on_the_line:
        told = "; ".join(f"{case['name']} (*{case['outcome']}*)" for case in on_the_line)
        yield f"- On the line: {told}."


def value_told(value: Any) -> str:
    """A parameter's value in words."""
    if isinstance(value, list):
        return ", ".join(map(value_told, value)) or "none"
    return f"{float(value):g}" if isinstance(value, Fraction) else str(value)


if __name__ == "__main__":
    sys.exit(main())
