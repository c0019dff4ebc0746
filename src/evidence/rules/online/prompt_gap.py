"""prompt-gap: a prompt that the learner answers comes up again and again while a lesson plays."""

from __future__ import annotations

from evidence.domain.findings import Evidence, Ruling
from evidence.domain.learning import PromptGap
from evidence.domain.policy import Parameters
from evidence.domain.text import Length, say
from evidence.rules.rule import breached, met, rule, undecided


@rule("prompt-gap", judges=PromptGap)
def prompt_gap(gap: PromptGap, given: Parameters) -> Ruling:
    """Online playing never goes on longer than allowed without a prompt that is answered.

    Pauses do not count, and do not start the count anew.
    """
    most = given.minutes("max_minutes")
    measured, required = Length(gap.playing), Length(most)
    evidence = tuple(Evidence(log, attempt=gap.attempt) for log in gap.logs)

    if not gap.carries_proof:
        return undecided(
            say("this form of log can't tell of prompts, so it proves nothing about them"),
            unit="s",
            span=gap.span,
            evidence=evidence,
        )
    if gap.playing <= most:
        message = say("a prompt was answered at least every {measured}", measured=measured)
        return met(message, measured, required)
    # Were each lost line an answered prompt, they would part the gap in so many and one.
    if gap.playing <= most * (gap.lost + 1):
        return undecided(
            say(
                "{measured} were played without an answered prompt, but lines of the logs could "
                "not be read",
                measured=measured,
            ),
            measured,
            required,
            unit="s",
            span=gap.span,
            evidence=evidence,
        )
    return breached(
        say(
            "{measured} were played without an answered prompt; at most {required} are allowed",
            measured=measured,
            required=required,
        ),
        measured,
        required,
        unit="s",
        span=gap.span,
        evidence=evidence,
    )
