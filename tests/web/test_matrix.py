"""Who may do what: every route, walked as every role, as a stranger, and with another's classes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import pytest
from fastapi.routing import APIRoute
from starlette.routing import Mount

from evidence.pipeline.accounts import POWERS, Role
from evidence.pipeline.deliveries import Delivery, Purpose, Stage
from evidence.pipeline.review import Act
from evidence.web.app import application
from evidence.wiring.office import Office
from evidence.wiring.receiving import REPORTS, VERDICT
from tests.web.classes import judge, short
from tests.web.conftest import OWN, PEOPLE, Browser, Visit
from tests.web.deliveries import BYTES, TUS
from tests.web.footage import MADE, with_footage

A, B = "INST-A/CLASS-1", "INST-B/CLASS-1"
PART = "hour/P01/1"
SENT_BYTES = b"abc"
OPEN = {
    ("GET", "/sealed/{seal}"),
    ("GET", "/sign-in"),
    ("GET", "/sign-in/elsewhere"),
    ("GET", "/sign-in/elsewhere/done"),
    ("POST", "/sign-in"),
    ("GET", "/language/{choice}"),
}
UPLOADS = "/institutions/{home}/uploads"
SENT = "/institutions/{home}/deliveries/{delivery}"


@dataclass(frozen=True)
class Line:
    """What a route answers: to those inside, to the institution that it is of, and to another's."""

    address: str
    inside: int
    own: int
    other: int


PAGES = {
    ("GET", "/"): Line("/", 200, 200, 200),
    ("GET", "/list.csv"): Line("/list.csv", 200, 200, 200),
    ("GET", "/list.xlsx"): Line("/list.xlsx", 200, 200, 200),
    ("GET", "/overview"): Line("/overview", 200, 200, 200),
    ("GET", "/overview.xlsx"): Line("/overview.xlsx", 200, 200, 200),
    ("GET", "/overview/{name}.csv"): Line("/overview/weeks.csv", 200, 200, 200),
    ("GET", "/public"): Line("/public?institution={home}", 200, 200, 200),
    ("GET", "/public.csv"): Line("/public.csv?institution={home}", 200, 200, 200),
    ("GET", "/public.xlsx"): Line("/public.xlsx?institution={home}", 200, 200, 200),
    ("GET", "/learners"): Line("/learners", 200, 200, 200),
    ("GET", "/institutions/{home}/learners/{who}"): Line(
        "/institutions/{home}/learners/L001", 200, 200, 404
    ),
    ("GET", "/institutions/{home}/learners/{who}/workbook"): Line(
        "/institutions/{home}/learners/L001/workbook", 200, 200, 404
    ),
    ("GET", "/tokens"): Line("/tokens", 200, 200, 200),
    ("GET", "/keys"): Line("/keys", 200, 200, 200),
    ("GET", "/classes/{home}/{name}"): Line("/classes/{subject}", 200, 200, 404),
    ("GET", "/classes/{home}/{name}/item"): Line(
        f"/classes/{{subject}}/item?part={PART}", 200, 200, 404
    ),
    ("GET", "/classes/{home}/{name}/media"): Line(
        f"/classes/{{subject}}/media?path={MADE}", 200, 200, 404
    ),
    ("GET", "/classes/{home}/{name}/learning"): Line(
        "/classes/{subject}/learning?learner=L001", 200, 200, 404
    ),
    ("GET", "/classes/{home}/{name}/proxy"): Line(
        f"/classes/{{subject}}/proxy?path={MADE}", 200, 200, 404
    ),
    ("GET", "/classes/{home}/{name}/thumbnail"): Line(
        f"/classes/{{subject}}/thumbnail?path={MADE}&minute=1", 204, 204, 404
    ),
    ("GET", "/classes/{home}/{name}/still"): Line(
        f"/classes/{{subject}}/still?path={MADE}&at=1,2&which=1", 204, 204, 404
    ),
    ("GET", "/classes/{home}/{name}/evidence"): Line(
        f"/classes/{{subject}}/evidence?part={PART}", 404, 200, 404
    ),
    ("GET", "/institutions/{home}"): Line("/institutions/{home}", 200, 200, 404),
    ("GET", "/institutions/{home}/deliveries/{key}"): Line(SENT, 404, 200, 404),
    ("GET", "/institutions/{home}/deliveries/{key}/report"): Line(f"{SENT}/report", 404, 200, 404),
    ("GET", "/institutions/{home}/deliveries/{key}/verdict.json"): Line(
        f"{SENT}/verdict.json", 404, 200, 404
    ),
    ("OPTIONS", UPLOADS): Line(UPLOADS, 404, 204, 404),
    ("HEAD", f"{UPLOADS}/{{key}}"): Line(f"{UPLOADS}/{{delivery}}", 404, 200, 404),
}
STEP = f"/api/v1/classes/{{subject}}/item/steps?part={PART}"
# Of the API, whose strangers are told 401 and not sent to the sign-in.
API = {
    ("GET", "/api/v1/me"): Line("/api/v1/me", 200, 200, 200),
    ("GET", "/api/v1/items"): Line("/api/v1/items", 200, 200, 200),
    ("GET", "/api/v1/overview"): Line("/api/v1/overview", 200, 200, 200),
    ("GET", "/api/v1/institutions/{home}/classes"): Line(
        "/api/v1/institutions/{home}/classes", 200, 200, 404
    ),
    ("GET", "/api/v1/institutions/{home}/deliveries"): Line(
        "/api/v1/institutions/{home}/deliveries", 200, 200, 404
    ),
    ("GET", "/api/v1/institutions/{home}/deliveries/{key}"): Line(f"/api/v1{SENT}", 404, 200, 404),
    ("GET", "/api/v1/classes/{home}/{name}/verdict"): Line(
        "/api/v1/classes/{subject}/verdict", 200, 200, 404
    ),
    ("GET", "/api/v1/classes/{home}/{name}/item"): Line(
        f"/api/v1/classes/{{subject}}/item?part={PART}", 200, 200, 404
    ),
    ("POST", "/api/v1/classes/{home}/{name}/media-links"): Line(
        "/api/v1/classes/{subject}/media-links", 201, 201, 404
    ),
    ("POST", "/api/v1/classes/{home}/{name}/item/steps"): Line(STEP, 428, 428, 404),
}
# Forms and scripts: what they answer when nothing that was sent makes sense.
SENDS = {
    ("POST", "/institutions/{home}/deliveries"): Line(
        "/institutions/{home}/deliveries", 404, 413, 404
    ),
    ("POST", UPLOADS): Line(UPLOADS, 404, 413, 404),
    ("POST", "/learners"): Line("/learners", 400, 400, 400),
    ("POST", "/tokens"): Line("/tokens", 400, 400, 400),
    ("POST", "/tokens/end"): Line("/tokens/end", 200, 200, 200),
    ("PATCH", f"{UPLOADS}/{{key}}"): Line(f"{UPLOADS}/{{delivery}}", 404, 204, 404),
    ("DELETE", f"{UPLOADS}/{{key}}"): Line(f"{UPLOADS}/{{delivery}}", 404, 409, 404),
    ("POST", "/institutions/{home}/deliveries/{key}/forget"): Line(f"{SENT}/forget", 404, 303, 404),
}
# Of administrators alone; to everybody else they are not there.
KEPT = {
    ("GET", "/accounts"): Line("/accounts", 404, 404, 404),
    ("POST", "/accounts"): Line("/accounts", 404, 404, 404),
    ("POST", "/accounts/{name}/password"): Line("/accounts/chen/password", 404, 404, 404),
    ("POST", "/accounts/{name}/disable"): Line("/accounts/nobody/disable", 404, 404, 404),
}
KEEPS = {"GET": 200, "POST": 400}  # what they answer an administrator who sent nothing that fits
EVERY = {**PAGES, **API, **SENDS, **KEPT}
FORMS = {("POST", "/sign-out"), ("POST", "/classes/{home}/{name}/act")}
NAMES = {person.role: person.name for person in reversed(PEOPLE) if person.name != "school-b"}


@pytest.fixture(autouse=True)
def two_classes(office: Office) -> None:
    for subject in (A, B):
        judge(office, subject, short(1))
        with_footage(office, subject)


def routes(office: Office) -> Iterator[tuple[str, str]]:
    pending = [("", route) for route in application(office).routes]
    while pending:
        at, route = pending.pop()
        if isinstance(route, APIRoute):
            yield from ((method, at + route.path) for method in route.methods)
            continue
        inside = getattr(route, "original_router", None) or getattr(route, "app", None)
        below = at + (route.path if isinstance(route, Mount) else "")
        pending.extend((below, each) for each in getattr(inside, "routes", ()))


def test_every_route_has_its_line_here(office: Office) -> None:
    assert set(routes(office)) == OPEN | set(PAGES) | set(SENDS) | set(API) | set(KEPT) | FORMS


def asked(visit: Visit, method: str, line: Line, subject: str) -> int:
    """What a route answers, with all that our own pages would send along."""
    home, _, _ = subject.partition("/")
    address = line.address.format(subject=subject, home=home, delivery=f"checked-{home}")
    headers = {**TUS, "x-evidence-proof": visit.proof()}
    more: dict[str, object] = {}
    if method == "PATCH":
        headers |= {"Upload-Offset": str(len(SENT_BYTES)), "Content-Type": BYTES}
    elif address.endswith("/uploads") and method == "POST":
        headers |= {"Upload-Length": "0"}
    elif address.endswith("/deliveries"):
        headers |= {"Content-Length": "999999999999"}
    elif address.endswith("/media-links"):
        more = {"json": {"path": MADE}}
    elif method == "POST" and "/api/" in address:
        more = {"json": {"act": "claim"}}
    elif method == "POST":
        more = {"data": {"proof": visit.proof()}}
    return visit.client.request(method, address, headers=headers, **more).status_code  # type: ignore[arg-type]


@pytest.fixture
def a_pre_check_each(office: Office) -> None:
    """A pre-check of each institution, with what it came to."""
    for home in ("INST-A", "INST-B"):
        key = f"checked-{home}"
        delivery = Delivery(key, home, Purpose.PRE_CHECK, "a.zip", len(SENT_BYTES), "x", 1)
        office.inbox.begin(home, key, 1)
        office.inbox.part(home, key).write_bytes(SENT_BYTES)
        office.deliveries.add(delivery)
        for was, stage in pairwise((Stage.SENDING, Stage.RECEIVED, Stage.DONE)):
            office.deliveries.moved(replace(delivery, stage=stage), was, 1)
        results = office.inbox.results(home, key)
        results.mkdir()
        for name in (*REPORTS.values(), VERDICT):
            (results / name).write_text("")


@pytest.mark.usefixtures("a_pre_check_each")
def test_a_stranger_sees_nothing_but_the_way_in(browser: Browser) -> None:
    stranger = browser()
    for (method, _), line in {**PAGES, **SENDS, **KEPT}.items():
        assert asked(stranger, method, line, A) == 303
    for (method, _), line in API.items():
        assert asked(stranger, method, line, A) == 401
    for path in ("/sign-out", f"/classes/{A}/act"):
        sent = stranger.client.post(path, data={"proof": "x"}, headers=OWN)
        assert sent.status_code in {303, 422}
        assert sent.headers.get("location", "/sign-in").startswith("/sign-in")


@pytest.mark.usefixtures("a_pre_check_each")
@pytest.mark.parametrize("role", Role)
def test_each_role_sees_what_it_may(browser: Browser, role: Role) -> None:
    visit = browser(NAMES[role])
    own = role is Role.INSTITUTION
    told = {
        (route, subject): asked(visit, route[0], line, subject)
        for route, line in EVERY.items()
        for subject in (B, A)
    }
    expected = {
        (route, subject): line.inside if not own else line.own if subject is A else line.other
        for route, line in EVERY.items()
        for subject in (B, A)
    }
    if role is Role.ADMINISTRATOR:
        expected |= {(route, each): KEEPS[route[0]] for route in KEPT for each in (A, B)}
    assert told == expected


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
    elif act in POWERS[role] and role is Role.ADMINISTRATOR:  # moves what others hold
        assert sent(browser("fang"), office, A, Act.CLAIM) == 303
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
