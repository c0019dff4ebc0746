"""satisfaction: the learners were satisfied with the training."""

from __future__ import annotations

from evidence.domain.findings import Evidence, Ruling
from evidence.domain.policy import Parameters
from evidence.domain.text import Share, say
from evidence.facts.case import ClassRecord
from evidence.rules.rule import breached, exempt, met, rule


@rule("satisfaction", judges=ClassRecord)
def satisfaction(record: ClassRecord, given: Parameters) -> Ruling:
    """Enough of the learners who answered the survey after the training were satisfied.

    Where the class file states no survey, it is for a person to look at the survey itself.
    """
    survey, least = record.training_class.survey, given.number("min_share")
    if survey is None or not survey.answered:
        return exempt(say("class.toml states no survey"))

    message = say(
        "{satisfied} of {answered} who answered were satisfied, {share}; {least} are asked for",
        satisfied=survey.satisfied,
        answered=survey.answered,
        share=Share(survey.share),
        least=Share(least),
    )
    if survey.share >= least:
        return met(message, survey.share, least)
    return breached(message, survey.share, least, evidence=(Evidence("class.toml"),))
