"""Who may do what: every route, walked as every role, as a stranger, and with another's classes."""

from collections.abc import Iterator

import pytest
from fastapi.routing import APIRoute

from evidence.pipeline.accounts import POWERS, Role
from evidence.pipeline.review import Act
from evidence.web.app import application
from evidence.wiring.office import Office
from tests.web.classes import judge, short
from tests.web.conftest import OWN, PEOPLE, Browser, Visit
from tests.web.footage import MADE, with_footage

A, B = "INST-A/CLASS-1", "INST-B/CLASS-1"
PART = "hour/P01/1"
OPEN = {("GET", "/sign-in"), ("POST", "/sign-in"), ("GET", "/language/{choice}")}
# What each page answers to those who may see the class, and to those who may not.
PAGES = {
    ("GET", "/"): ("/", 200, 200),
    ("GET", "/keys"): ("/keys", 200, 200),
    ("GET", "/classes/{home}/{name}"): ("/classes/{subject}", 200, 404),
    ("GET", "/classes/{home}/{name}/item"): (f"/classes/{{subject}}/item?part={PART}", 200, 404),
    ("GET", "/classes/{home}/{name}/media"): (f"/classes/{{subject}}/media?path={MADE}", 200, 404),
}
FORMS = {("POST", "/sign-out"), ("POST", "/classes/{home}/{name}/act")}
NAMES = {person.role: person.name for person in reversed(PEOPLE) if person.name != "school-b"}


@pytest.fixture(autouse=True)
def two_classes(office: Office) -> None:
    for subject in (A, B):
        judge(office, subject, short(1))
        with_footage(office, subject)


def routes(office: Office) -> Iterator[tuple[str, str]]:
    pending = list(application(office).routes)
    while pending:
        route = pending.pop()
        if isinstance(route, APIRoute):
            yield from ((method, route.path) for method in route.methods)
        else:
            included = getattr(route, "original_router", None)
            pending.extend(included.routes if included is not None else ())


def test_every_route_has_its_line_here(office: Office) -> None:
    assert set(routes(office)) == OPEN | set(PAGES) | FORMS


def test_a_stranger_sees_nothing_but_the_way_in(browser: Browser) -> None:
    stranger = browser()
    for address, _, _ in PAGES.values():
        answer = stranger.get(address.format(subject=A))
        assert (answer.status, answer.headers["location"][:9]) == (303, "/sign-in?")
    for path in ("/sign-out", f"/classes/{A}/act"):
        sent = stranger.client.post(path, data={"proof": "x"}, headers=OWN)
        assert sent.status_code in {303, 422}
        assert sent.headers.get("location", "/sign-in").startswith("/sign-in")


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("page", PAGES, ids=" ".join)
def test_each_role_sees_what_it_may(browser: Browser, role: Role, page: tuple[str, str]) -> None:
    address, seen, unseen = PAGES[page]
    visit = browser(NAMES[role])
    assert visit.get(address.format(subject=A)).status == seen
    others = unseen if role is Role.INSTITUTION else seen
    assert visit.get(address.format(subject=B)).status == others


def sent(visit: Visit, office: Office, subject: str, act: Act) -> int:
    """A form for an act that nobody's page need have shown."""
    item = office.reviews.item(subject, PART)
    assert item
    fields = {"part": PART, "act": act.value, "steps": str(item.steps), "basis": item.basis}
    return visit.post(f"/classes/{subject}/act", **fields, reason="because", to="deng").status


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("act", Act)
def test_each_role_does_what_it_may_and_nothing_else(
    browser: Browser, office: Office, role: Role, act: Act
) -> None:
    # What must have been done before by somebody else, so that only the role decides.
    before = {Act.ANSWER: Act.ASK, Act.SIGN: Act.CONFIRM, Act.RETURN: Act.CONFIRM}
    office.catch_up()
    if act in before:
        assert sent(browser("deng"), office, A, before[act]) == 303
    visit = browser(NAMES[role])
    if act in {Act.RELEASE, Act.HAND_OVER} and Act.CLAIM in POWERS[role]:
        assert sent(visit, office, A, Act.CLAIM) == 303
    can = act in POWERS[role] and (act is not Act.RETURN or Act.SIGN in POWERS[role])
    assert sent(visit, office, A, act) == (303 if can else 409)


@pytest.mark.parametrize("act", Act)
def test_an_institution_can_do_nothing_to_anothers_class(
    browser: Browser, office: Office, act: Act
) -> None:
    office.catch_up()
    assert sent(browser("school-a"), office, B, act) == 404


def test_an_address_can_not_climb_out_of_ones_own_classes(browser: Browser) -> None:
    visit = browser("school-a")
    for path in ("/classes/INST-A%2F..%2FINST-B/CLASS-1", "/classes/INST-A/..%2F..%2FINST-B"):
        assert visit.get(path).status == 404
