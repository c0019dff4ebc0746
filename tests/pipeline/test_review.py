"""Reviews: who may decide what, and what nobody can bring about however they try."""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from evidence.pipeline.review import Act, Dossier, Refused, State, Step

PEOPLE = ("ann", "ben", "cai")
BASES = ("a" * 64, "b" * 64)


def step(
    act: Act, by: str = "ann", reason: str = "because", to: str = "", basis: str = BASES[0]
) -> Step:
    return Step(act, by, 0, basis, reason, to)


def after(*steps: Step, basis: str = BASES[0]) -> Dossier:
    dossier = Dossier(basis)
    for each in steps:
        dossier = dossier.take(each)
    return dossier


def test_what_takes_away_holds_only_once_a_second_person_signed() -> None:
    proposed = after(step(Act.CONFIRM))
    assert (proposed.state, proposed.settled) == (State.PROPOSED, None)
    settled = proposed.take(step(Act.SIGN, "ben"))
    assert (settled.state, settled.settled, settled.version) == (State.SETTLED, Act.CONFIRM, 1)


def test_nobody_signs_their_own_decision() -> None:
    with pytest.raises(Refused, match="second person"):
        after(step(Act.CONFIRM), step(Act.SIGN))


def test_what_gives_back_needs_one_person_and_a_reason() -> None:
    assert after(step(Act.OVERRULE)).settled is Act.OVERRULE
    with pytest.raises(Refused, match="reason"):
        after(step(Act.OVERRULE, reason="  "))


def test_changing_what_two_signed_needs_two_again_and_is_a_new_version() -> None:
    signed = (step(Act.CONFIRM), step(Act.SIGN, "ben"))
    changed = after(*signed, step(Act.OVERRULE, "cai"))
    assert (changed.state, changed.settled) == (State.PROPOSED, Act.CONFIRM)
    done = changed.take(step(Act.SIGN, "ben"))
    assert (done.settled, done.version) == (Act.OVERRULE, 2)


def test_what_the_second_person_returns_goes_back_to_the_first() -> None:
    returned = after(step(Act.CONFIRM), step(Act.RETURN, "ben"))
    assert (returned.state, returned.holder) == (State.OPEN, "ann")


def test_the_second_person_says_why_the_first_need_not() -> None:
    with pytest.raises(Refused, match="reason"):
        after(step(Act.CONFIRM), step(Act.RETURN, "ben", reason=""))
    assert after(step(Act.CONFIRM), step(Act.RETURN, reason="")).state is State.OPEN


def test_what_somebody_holds_others_leave_alone_until_it_is_handed_over() -> None:
    with pytest.raises(Refused, match="ann holds this"):
        after(step(Act.CLAIM), step(Act.CONFIRM, "ben"))
    handed = after(step(Act.CLAIM), step(Act.HAND_OVER, to="ben"), step(Act.CONFIRM, "ben"))
    assert handed.first == "ben"


def test_a_lead_moves_what_somebody_else_holds() -> None:
    claimed = after(step(Act.CLAIM))
    with pytest.raises(Refused):
        claimed.take(step(Act.RELEASE, "cai"))
    assert claimed.take(step(Act.RELEASE, "cai"), leading=True).holder == ""


def test_an_answer_comes_back_to_whoever_asked() -> None:
    answered = after(step(Act.ASK), step(Act.ANSWER, "school"))
    assert (answered.state, answered.holder) == (State.ANSWERED, "ann")


def test_other_findings_open_it_again_and_its_history_stays() -> None:
    steps = (step(Act.CONFIRM), step(Act.SIGN, "ben"))
    again = Dossier.of(steps, BASES[1])
    assert (again.state, again.settled, again.version) == (State.OPEN, None, 1)
    assert again.steps == 2
    assert Dossier.of(steps, BASES[0]).state is State.SETTLED


def test_a_signature_on_earlier_findings_does_not_settle_later_ones() -> None:
    again = Dossier.of((step(Act.CONFIRM),), BASES[1])
    with pytest.raises(Refused, match="second signature"):
        again.take(step(Act.SIGN, "ben", basis=BASES[1]))


class Review(RuleBasedStateMachine):
    """Anybody tries anything, and the night finds other things in between."""

    def __init__(self) -> None:
        super().__init__()
        self.basis = BASES[0]
        self.steps: list[Step] = []
        self.dossier = Dossier(self.basis)

    @rule(
        act=st.sampled_from(Act),
        by=st.sampled_from(PEOPLE),
        to=st.sampled_from(("", *PEOPLE)),
        reason=st.sampled_from(("", "because")),
        leading=st.booleans(),
    )
    def somebody_tries(self, act: Act, by: str, to: str, reason: str, leading: bool) -> None:
        tried = Step(act, by, len(self.steps), self.basis, reason, to)
        before = self.dossier
        try:
            self.dossier = before.take(tried, leading=leading)
        except Refused:
            return
        self.steps.append(tried)
        if self.dossier.version > before.version:
            self._was_settled_rightly(before, tried)

    def _was_settled_rightly(self, before: Dossier, last: Step) -> None:
        alone = last.act is Act.OVERRULE and before.settled is None
        assert alone or (last.act is Act.SIGN and last.by != before.first)
        if self.dossier.settled is Act.CONFIRM:
            assert last.act is Act.SIGN

    @precondition(lambda self: self.steps)
    @rule()
    def the_night_finds_something_else(self) -> None:
        self.basis = BASES[1 - BASES.index(self.basis)]
        self.dossier = Dossier.of(self.steps, self.basis)

    @invariant()
    def the_steps_alone_tell_where_it_stands(self) -> None:
        assert Dossier.of(self.steps, self.basis) == self.dossier
        assert self.dossier.steps == len(self.steps)

    @invariant()
    def a_proposal_has_one_who_signed_first_and_nobody_holds_it(self) -> None:
        waiting = self.dossier.state is State.PROPOSED
        assert waiting == bool(self.dossier.first) == (self.dossier.proposal is not None)
        assert not (waiting and self.dossier.holder)

    @invariant()
    def what_is_settled_says_how(self) -> None:
        if self.dossier.state is State.SETTLED:
            assert self.dossier.settled in {Act.CONFIRM, Act.OVERRULE}


TestReview = Review.TestCase
