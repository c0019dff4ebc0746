"""``evidence policy``: the policies, their clauses, and what of each clause is checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from evidence.cli.options import Lang

if TYPE_CHECKING:
    from rich.table import Table

    from evidence.domain.policy import Policy
    from evidence.report.clauses import ClauseRow
    from evidence.report.differences import Difference
    from evidence.report.words import Voice

_WIDTH_OF_A_FILE = 160  # where standard output is no terminal, so that lines do not break early

app = typer.Typer(
    no_args_is_help=True, help="The policies: what each clause asks, and what checks it."
)

AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON, for machines.")]


@app.command("list")
def list_policies(*, json: AsJson = False, lang: Lang = None) -> None:
    """List the policies that there are.

    Example: `evidence policy list`
    """
    from evidence.report.clauses import heading
    from evidence.report.language import language
    from evidence.report.words import Voice
    from evidence.sources.policies import policies
    from evidence.wiring.places import config_folder

    found = policies(config_folder())
    if json:
        _print_json([heading(policy) for policy in found])
    else:
        _print(_table_of_policies(found, Voice(language(lang), "UTC")))


@app.command("show")
def show_policy(
    policy: Annotated[
        str, typer.Argument(metavar="ID", help="A policy's id, or the path of a .toml file.")
    ],
    *,
    json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Show a policy clause by clause: its words, the rule that judges it, and what follows.

    Example: `evidence policy show sanmenxia-2021`
    """
    from evidence.report.clauses import clause_rows, heading
    from evidence.report.language import language
    from evidence.report.words import Voice
    from evidence.rules.rule import catalogue
    from evidence.sources.policies import load_policy
    from evidence.wiring.places import config_folder

    found = load_policy(policy, folder=config_folder())
    rows = clause_rows(found, catalogue())
    if json:
        _print_json({**heading(found), "clauses": [row.as_json() for row in rows]})
    else:
        _print(_table_of_clauses(found, rows, Voice(language(lang), "UTC")))


@app.command("diff")
def diff_policies(
    one: Annotated[str, typer.Argument(metavar="A", help="The policy to begin with.")],
    other: Annotated[str, typer.Argument(metavar="B", help="The policy to compare it with.")],
    *,
    json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Show what changes from one policy to another: rules, effects, numbers, words, what is paid.

    Example: `evidence policy diff sanmenxia-2021 zhengzhou-2019`
    """
    from evidence.report.differences import differences
    from evidence.report.language import language
    from evidence.report.words import Voice
    from evidence.sources.policies import load_policy
    from evidence.wiring.places import config_folder

    before, after = (load_policy(name, folder=config_folder()) for name in (one, other))
    found = differences(before, after)
    voice = Voice(language(lang), "UTC")
    if json:
        _print_json([difference.as_json() for difference in found])
    elif found:
        _print(_table_of_differences(before, after, found, voice))
    else:
        typer.echo(voice.word("the two policies ask the same"))


def _table_of_differences(
    before: Policy, after: Policy, found: tuple[Difference, ...], voice: Voice
) -> Table:
    from rich.table import Table

    table = Table(show_lines=True)
    table.add_column(voice.word("rule"), no_wrap=True)
    table.add_column(voice.word("what differs"), no_wrap=True)
    table.add_column(before.id, ratio=1, overflow="fold")
    table.add_column(after.id, ratio=1, overflow="fold")
    for one in found:
        table.add_row(
            one.rule, _change(one, voice), *(_side(one, told, voice) for told in _sides(one))
        )
    return table


def _sides(one: Difference) -> tuple[str, str]:
    return one.before, one.after


def _side(one: Difference, told: str, voice: Voice) -> str:
    from evidence.domain.policy import Effect
    from evidence.report.differences import Change
    from evidence.report.names import EFFECT

    return voice.tell(EFFECT[Effect(told)]) if one.change is Change.EFFECT else told or "—"


def _change(one: Difference, voice: Voice) -> str:
    from evidence.report.differences import Change

    match one.change:
        case Change.ADDED:
            return voice.word("asked by the second only")
        case Change.DROPPED:
            return voice.word("asked by the first only")
        case Change.EFFECT:
            return voice.word("what follows from a breach")
        case Change.PARAMETER:
            return one.name
        case Change.WORDS:
            return voice.word("the words")


def _table_of_policies(found: tuple[Policy, ...], voice: Voice) -> Table:
    from rich.table import Table

    table = Table(
        voice.word("policy"),
        voice.word("document"),
        voice.word("title"),
        voice.word("in force"),
    )
    for policy in found:
        table.add_row(policy.id, policy.document, policy.title, _in_force(policy, voice))
    return table


def _table_of_clauses(policy: Policy, rows: tuple[ClauseRow, ...], voice: Voice) -> Table:
    from rich.table import Table

    title = f"{policy.title}\n{policy.document}, {_in_force(policy, voice)}"
    table = Table(title=title, show_lines=True)
    table.add_column(voice.word("clause"), no_wrap=True)
    table.add_column(voice.word("what it says"), ratio=3, overflow="fold")
    table.add_column(voice.word("what settles it"), ratio=3, overflow="fold")
    table.add_column(voice.word("what follows from a breach"), ratio=1, overflow="fold")
    for row in rows:
        table.add_row(row.where, row.text, _settled(row, voice), _effect(row, voice))
    return table


def _settled(row: ClauseRow, voice: Voice) -> str:
    from evidence.report.clauses import SettledBy
    from evidence.report.language import CHINESE

    why = row.why_zh if voice.lang == CHINESE else row.why
    match row.settled_by:
        case SettledBy.RULE:
            how = voice.word("checked: {rule}", rule=row.rule)
        case SettledBy.RULE_TO_COME:
            how = voice.word("{rule}: not built yet, a person must look", rule=row.rule)
        case SettledBy.VERDICT:
            how = voice.word("computed by the verdict")
        case SettledBy.PERSON:
            how = voice.word("to be ticked by hand")
    return "\n".join(filter(None, (how, row.parameters, why)))


def _effect(row: ClauseRow, voice: Voice) -> str:
    from evidence.domain.policy import Effect
    from evidence.report.names import EFFECT

    return voice.tell(EFFECT[Effect(row.effect)]) if row.effect else ""


def _in_force(policy: Policy, voice: Voice) -> str:
    since = policy.in_force_from.isoformat()
    if policy.in_force_until is None:
        return voice.word("in force since {since}", since=since)
    until = policy.in_force_until.isoformat()
    return voice.word("in force from {since} to {until}", since=since, until=until)


def _print(table: Table) -> None:
    from rich.console import Console

    console = Console()
    if not console.is_terminal:
        console.width = _WIDTH_OF_A_FILE
    console.print(table, markup=False)


def _print_json(answer: Any) -> None:
    from json import dumps

    typer.echo(dumps(answer, ensure_ascii=False, indent=2))
