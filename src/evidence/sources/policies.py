"""Policies: the regulations under config/policies/, read, checked and merged with rules.toml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any

from evidence.domain.errors import PolicyUnreadable, Problem, nearest
from evidence.domain.policy import Clause, Parameters, ParameterValue, Policy, PolicyRule
from evidence.domain.text import Text, say
from evidence.sources.policy_file import POLICY, RULES, PolicyFile, RuleDefaults, RuleEntry, shaped


def load_policy(id_or_path: str, *, folder: Path) -> Policy:
    """The policy that an operator names: by its id, or by the path of any ``.toml`` file.

    ``folder`` holds ``rules.toml`` and ``policies/``.

    Raises:
        PolicyUnreadable: with everything that is wrong with it.
    """
    if id_or_path.endswith(".toml"):
        return _load(Path(id_or_path), folder)
    return policy_by_id(id_or_path, folder=folder)


def policy_by_id(policy_id: str, *, folder: Path) -> Policy:
    """The policy of that id, for ids that strangers wrote: it never opens a path of theirs.

    Raises:
        PolicyUnreadable: when there is none of that id, or with everything wrong with it.
    """
    known = known_ids(folder)
    if policy_id not in known:
        what = say("there is no such policy; there are: {known}", known=", ".join(known))
        hint = nearest(policy_id, known)
        raise PolicyUnreadable(policy_id, (Problem(what, policy_id, did_you_mean=hint),))

    path = folder / "policies" / f"{policy_id}.toml"
    policy = _load(path, folder)
    if policy.id != policy_id:
        what = say("is {found}; expected the file's own name, {expected}", **_both(policy, path))
        raise PolicyUnreadable(policy_id, (Problem(what, path.name, column="id"),))
    return policy


def policies(folder: Path) -> tuple[Policy, ...]:
    """Every policy under ``folder``, by id.

    Raises:
        PolicyUnreadable: with everything that is wrong with any of them.
    """
    loaded: list[Policy] = []
    problems: list[Problem] = []
    for policy_id in known_ids(folder):
        try:
            loaded.append(policy_by_id(policy_id, folder=folder))
        except PolicyUnreadable as error:
            problems.extend(error.problems)

    if problems:
        raise PolicyUnreadable("policies", tuple(dict.fromkeys(problems)))
    return tuple(loaded)


def known_ids(folder: Path) -> tuple[str, ...]:
    """The ids of the policies under ``folder``, in order."""
    return tuple(sorted(path.stem for path in (folder / "policies").glob("*.toml")))


def _both(policy: Policy, path: Path) -> dict[str, str]:
    return {"found": policy.id, "expected": path.stem}


def _load(path: Path, folder: Path) -> Policy:
    law, instrument = _content(path), _content(folder / "rules.toml")
    defaults = shaped(RULES, instrument, "rules.toml")
    entry = shaped(POLICY, law, path.name)
    reading = _Reading(path.name, entry, defaults)
    rules = tuple(reading.rules())

    reading.look_at_dates()
    if reading.problems:
        raise PolicyUnreadable(entry.id, tuple(reading.problems))
    return Policy(
        id=entry.id,
        title=entry.title,
        document=entry.document,
        in_force_from=entry.in_force.from_,
        in_force_until=entry.in_force.until,
        rules=rules,
        clauses=tuple(Clause(**clause.model_dump()) for clause in entry.clause),
        sha256=sha256(law + instrument).hexdigest(),
        subsidy=entry.subsidy.terms() if entry.subsidy else None,
    )


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        what = say("can't be opened: {detail}", detail=error.strerror or type(error).__name__)
        raise PolicyUnreadable(path.name, (Problem(what, str(path)),)) from error


@dataclass
class _Reading:
    """One policy file on its way to being a Policy, and what was found wrong with it so far."""

    file: str
    entry: PolicyFile
    defaults: Mapping[str, RuleDefaults]
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, what: Text, column: str, did_you_mean: str = "") -> None:
        self.problems.append(Problem(what, self.file, column=column, did_you_mean=did_you_mean))

    def look_at_dates(self) -> None:
        days = self.entry.in_force
        if days.until is not None and days.until < days.from_:
            self.wrong(say("ends before it begins"), "in_force")

    def rules(self) -> Iterator[PolicyRule]:
        """The rules that can be told; what is wrong with the others is among the problems."""
        seen: set[str] = set()
        for rule in self.entry.rule:
            default = self.defaults.get(rule.id)
            if default is None:
                hint = nearest(rule.id, tuple(self.defaults))
                self.wrong(
                    say(
                        "there is no such rule; there are: {known}", known=", ".join(self.defaults)
                    ),
                    f"rule, {rule.id}",
                    hint,
                )
            elif rule.id in seen:
                self.wrong(
                    say("stands there twice; a rule rests on one clause"), f"rule, {rule.id}"
                )
            else:
                self.look_at_effect(rule, default)
                given = Parameters(dict(self.merged(rule, default.given)))
                yield PolicyRule(rule.id, rule.clause, rule.text, rule.effect, given, default.scope)
            seen.add(rule.id)

    def look_at_effect(self, rule: RuleEntry, default: RuleDefaults) -> None:
        """Whether what the rule goes by can carry what the policy lets follow from it."""
        if rule.effect not in default.effects:
            what = say(
                "is {found}, for which this rule's grounds are too weak; expected {effects}",
                found=str(rule.effect),
                effects=", ".join(default.effects),
            )
            self.wrong(what, f"rule, {rule.id}, effect")

    def merged(
        self, rule: RuleEntry, defaults: Mapping[str, Any]
    ) -> Iterator[tuple[str, ParameterValue]]:
        """Every parameter of the rule: as the policy sets it, else as rules.toml does."""
        for name in sorted(rule.given.keys() - defaults.keys()):
            place, hint = f"rule, {rule.id}, given, {name}", nearest(name, tuple(defaults))
            self.wrong(say("is no parameter of this rule"), place, hint)
        for name, default in defaults.items():
            place = f"rule, {rule.id}, given, {name}"
            value = self.looked_up(rule.given.get(name, default), place)
            if _kind(value) != _kind(default):
                found, like = _told(value), _told(default)
                self.wrong(
                    say("is {found}; expected the like of {like}", found=found, like=like), place
                )
            elif isinstance(value, int | Fraction) and value < 0:
                self.wrong(say("is {found}; expected 0 or more", found=_told(value)), place)
            else:
                yield name, tuple(value) if isinstance(value, list) else value

    def looked_up(self, value: Any, place: str) -> Any:
        """The list of the policy where the value names one, as "@all_online"; else itself."""
        if not isinstance(value, str) or not value.startswith("@"):
            return value
        lists = self.entry.lists
        if value[1:] not in lists:
            hint = nearest(value, tuple(f"@{name}" for name in lists))
            self.wrong(
                say("names {found}, which is no list of this policy", found=value), place, hint
            )
        return list(lists.get(value[1:], ()))


def _kind(value: Any) -> str:
    """What a parameter is: two values of one kind can stand for each other."""
    match value:
        case bool():
            return "yes or no"
        case int() | Fraction():
            return "number"
        case list():
            kinds = {_kind(item) for item in value} or {"name"}
            return "list of " + " and ".join(sorted(kinds))
        case str():
            return "name"
        case _:
            return "something else"


def _told(value: Any) -> str:
    match value:
        case Fraction():
            return f"{float(value):g}"
        case list():
            return "[" + ", ".join(map(_told, value)) + "]"
        case str():
            return f'"{value}"'
        case _:
            return str(value)
