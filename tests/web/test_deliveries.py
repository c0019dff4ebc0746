"""What institutions send: checked, put in its place, judged, and nobody else's business."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import func, select

import evidence
from evidence.domain.time import DAY
from evidence.pipeline.deliveries import Cut, Delivery, Purpose, Stage
from evidence.pipeline.ledger import KeptVerdict
from evidence.pipeline.review import State
from evidence.sources.laying import ClassFolder
from evidence.store.rows.work import OBSERVATIONS
from evidence.wiring.office import Office
from evidence.wiring.receiving import place_of
from evidence.wiring.reception import tidy
from tests.samples.conftest import samples
from tests.web.conftest import OWN, Browser
from tests.web.deliveries import TUS, Sender, metadata, serve, zipped
from tests.web.footage import START
from tests.wiring.deployments import config

__all__ = ["samples"]
CLASS = "INST-A/SAMPLE-2021-0512-02"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = config(tmp_path)
    ours = Path(__file__).parents[2] / "config"
    shutil.copytree(ours, made, dirs_exist_ok=True, ignore=shutil.ignore_patterns("evidence.toml"))
    monkeypatch.setenv("EVIDENCE_CONFIG", str(made))
    return made


def test_a_file_comes_in_pieces_and_goes_on_where_it_broke_off(
    office: Office, browser: Browser
) -> None:
    sender = Sender(browser("school-a"))
    made = sender.create(10, filename="a.zip", purpose="pre-check")
    place = made.headers["location"]
    assert made.headers["tus-resumable"] == "1.0.0"
    assert sender.add(place, 0, b"12345").headers["upload-offset"] == "5"
    assert sender.head(place).headers["upload-offset"] == "5"
    assert sender.add(place, 4, b"x").status_code == 409
    assert sender.add(place, 5, b"678901").status_code == 413
    assert sender.add(place, 5, b"67890").headers["upload-offset"] == "10"
    (delivery,) = office.deliveries.of("INST-A", 10)
    assert (delivery.stage, delivery.name) == (Stage.RECEIVED, "a.zip")
    assert office.inbox.part("INST-A", delivery.id).read_bytes() == b"1234567890"
    assert office.household.bell.rung.is_set()
    assert sender.head(place).headers["upload-length"] == "10"
    assert sender.client.delete(place, headers=sender.headers).status_code == 409


def test_the_protocol_is_spoken_strictly(browser: Browser) -> None:
    sender = Sender(browser("school-a"))
    place = sender.create(3, filename="a.zip", purpose="pre-check").headers["location"]
    told = sender.client.options("/institutions/INST-A/uploads", headers=sender.headers).headers
    assert (told["tus-version"], told["tus-extension"]) == ("1.0.0", "creation,termination")
    other = {**sender.headers, "Tus-Resumable": "0.2"}
    assert sender.client.head(place, headers=other).status_code == 412
    assert sender.add(place, 0, b"abc", **{"Content-Type": "text/plain"}).status_code == 415
    assert sender.add(place, 0, b"abc", **{"Upload-Offset": "-1"}).status_code == 400
    bad = {**sender.headers, "Upload-Length": "3", "Upload-Metadata": "filename ***"}
    at = "/institutions/INST-A/uploads"
    assert sender.client.post(at, headers=bad).status_code == 400
    assert sender.client.delete(place, headers=sender.headers).status_code == 204
    assert sender.head(place).status_code == 404


@pytest.mark.parametrize(
    ("size", "fields", "said"),
    [
        (0, {"purpose": "pre-check"}, "empty"),
        (65 * 10**9, {"purpose": "pre-check"}, "64 GB"),
        (1, {"purpose": "anything"}, "what this is for"),
        (1, {"purpose": "evidence", "class": "NONE"}, "no such class"),
    ],
)
def test_what_can_not_be_taken_is_refused_before_a_byte_of_it_comes(
    browser: Browser, size: int, fields: dict[str, str], said: str
) -> None:
    answer = Sender(browser("school-a")).create(size, filename="a.zip", **fields)
    assert answer.status_code == 413
    assert said in answer.text


def test_only_so_much_may_be_on_its_way(office: Office, browser: Browser) -> None:
    sender = Sender(browser("school-a"))
    for _ in range(4):
        made = sender.create(50 * 10**9, filename="a", purpose="pre-check")
    assert made.status_code in {201, 413}  # as much as this disk has room for
    for _ in range(office.section.quota_files):
        sender.create(1, filename="a", purpose="pre-check")
    assert "on its way already" in sender.create(1, filename="a", purpose="pre-check").text


def test_nobody_sends_for_another_and_no_other_site_does(browser: Browser) -> None:
    mine = Sender(browser("school-a"))
    place = mine.create(3, filename="a.zip", purpose="pre-check").headers["location"]
    others = Sender(browser("school-b"))
    assert others.create(3, filename="a", purpose="pre-check").status_code == 404
    assert others.head(place).status_code == 404
    assert others.add(place, 0, b"abc").status_code == 404
    assert Sender(browser("chen")).create(3, filename="a", purpose="pre-check").status_code == 404
    unproved = {**TUS, "Upload-Length": "3", "Upload-Metadata": metadata(purpose="pre-check")}
    at = "/institutions/INST-A/uploads"
    assert mine.client.post(at, headers=unproved).status_code == 403
    foreign = {**mine.headers, "sec-fetch-site": "cross-site", "Upload-Length": "3"}
    assert mine.client.post(at, headers=foreign).status_code == 403


def test_a_pre_check_counts_for_nothing_and_is_nobody_elses(
    office: Office, browser: Browser, folder: Path, samples: Path, tmp_path: Path
) -> None:
    school = browser("school-a")
    content = zipped(samples / "short-practical", tmp_path / "class.zip", "INST-A")
    page = Sender(school).send(content, filename="我的班.zip", purpose="pre-check")
    assert "received" in school.get(page).text
    assert serve(office, folder) == 1
    told = school.get(page).text
    assert "counts for nothing" in told
    assert "invalid" in told
    report = school.get(f"{page}/report")
    assert "sandbox" in report.headers["content-security-policy"]
    assert "practical" in report.text
    assert school.get(f"{page}/verdict.json").status == 200
    # Nothing landed, no verdict, no print on record, and the authority does not see it.
    assert not list(office.landing.glob("[!.]*"))
    assert office.store.verdicts.latest(CLASS) is None
    assert browser("chen").get(page).status == 404
    assert "我的班" not in browser("chen").get("/institutions/INST-A").text
    assert "我的班" in school.get("/institutions/INST-A").text
    assert school.post(f"{page}/forget").status == 303
    assert school.get(page).status == 404


def test_a_submission_lands_whole_and_new_footage_changes_its_hour_alone(
    office: Office, browser: Browser, folder: Path, samples: Path, tmp_path: Path
) -> None:
    school, inspector = browser("school-a"), browser("chen")
    bare = tmp_path / "bare"
    shutil.copytree(samples / "short-practical", bare)
    (late,) = bare.glob("recordings/cam1/*.mp4")
    footage = late.read_bytes()
    late.unlink()
    content = zipped(bare, tmp_path / "class.zip", "INST-A")
    page = Sender(school).send(content, filename="class.zip", purpose="submission")
    serve(office, folder)
    first = office.store.verdicts.latest(CLASS)
    assert first
    assert first.version == 1
    assert (office.landing / CLASS / "class.toml").is_file()
    assert CLASS in inspector.get(page).text
    assert office.reviews.catch_up(office.deadlines) == 1
    before = {item.part: item for item in office.reviews.of_class(CLASS)}
    part = next(part for part, item in before.items() if part.startswith("hour/T"))

    # The inspector asks; the institution answers with the file that was missing.
    asked = before[part]
    fields = {"part": part, "act": "ask", "steps": "0", "basis": asked.basis}
    assert inspector.post(f"/classes/{CLASS}/act", **fields, reason="Where is it?").status == 303
    form = school.get(f"/classes/{CLASS}/evidence?part={part}")
    assert "Where is it?" in form.text
    given = {"purpose": "evidence", "class": CLASS.partition("/")[2], "part": part}
    page = Sender(school).send(
        footage,
        filename="late.mp4",
        camera="cam1",
        start="2021-05-12T09:00:00",
        note="here",
        **given,
    )
    read = recordings_read(office)
    serve(office, folder)
    assert recordings_read(office) - read == 1  # nothing else was opened again
    told = school.get(page).text
    assert "recordings/cam1_20210512_090000.mp4" in told
    second = office.store.verdicts.latest(CLASS)
    assert second
    assert second.version == 2
    office.catch_up()
    after = {item.part: item for item in office.reviews.of_class(CLASS)}
    other = [
        each for each in before if each not in after or before[each].basis != after[each].basis
    ]
    assert part in other
    assert all(each.startswith("hour/T") for each in other)
    if part in after:
        assert after[part].state is State.OPEN  # with other findings, and its history
    assert (recorded(first, "T01"), recorded(second, "T01") > 0) == (0, True)
    steps = [each.step.act.value for each in office.reviews.steps(CLASS, part)]
    assert steps == ["ask", "answer"]
    assert not office.store.audit.verify().breaks


def recorded(verdict: KeptVerdict, session: str) -> float:
    """Seconds of the first hour of a session."""
    hours = json.loads(verdict.body)["class_hours"]
    return next(hour["recorded_seconds"] for hour in hours if hour["session"] == session)


def recordings_read(office: Office) -> int:
    """How many recordings were ever opened to be read."""
    mine = OBSERVATIONS.c.code == evidence.__version__
    with office.store.database.reading() as connection:
        return connection.scalar(select(func.count()).where(mine)) or 0


def test_what_can_not_be_read_is_told_with_the_name_that_it_was_sent_under(
    office: Office, browser: Browser, folder: Path, tmp_path: Path
) -> None:
    school = browser("school-a")
    page = Sender(school).send(b"no archive at all", filename="班级.rar", purpose="submission")
    with ZipFile(tmp_path / "climbing.zip", "w") as archive:
        archive.writestr("../../etc/passwd", "x")
    climbing = (tmp_path / "climbing.zip").read_bytes()
    other = Sender(school).send(climbing, filename="climbing.zip", purpose="submission")
    serve(office, folder)
    assert "班级.rar: this is no class bundle" in school.get(page).text
    assert "leads out of the archive" in school.get(other).text
    assert not list(office.landing.glob("[!.]*"))


def test_a_class_of_another_institution_is_not_taken(
    office: Office, browser: Browser, folder: Path, samples: Path, tmp_path: Path
) -> None:
    content = zipped(samples / "short-practical", tmp_path / "class.zip", "INST-B")
    school = browser("school-a")
    page = Sender(school).send(content, filename="class.zip", purpose="submission")
    serve(office, folder)
    assert "INST-B" in school.get(page).text
    assert not list(office.landing.glob("[!.]*"))


def test_a_browser_without_scripts_sends_by_a_form(office: Office, browser: Browser) -> None:
    visit = browser("school-a")
    at = "/institutions/INST-A/deliveries"
    given = {"proof": visit.proof(), "purpose": "pre-check"}
    files = {"file": ("a.zip", b"abc")}
    answer = visit.client.post(at, data=given, files=files, headers=OWN)
    assert answer.status_code == 303
    (delivery,) = office.deliveries.at(Stage.RECEIVED)
    assert (delivery.purpose, delivery.size) == (Purpose.PRE_CHECK, 3)
    assert answer.headers["location"].endswith(delivery.id)
    unproved = visit.client.post(at, data={"purpose": "pre-check"}, files=files, headers=OWN)
    assert unproved.status_code == 403


def test_an_old_pre_check_goes_and_what_counts_stays(office: Office, browser: Browser) -> None:
    sender = Sender(browser("school-a"))
    for purpose in ("pre-check", "submission"):
        sender.send(b"abc", filename="a.zip", purpose=purpose)
    sender.create(5, filename="never-ended.zip", purpose="submission")
    for each in office.deliveries.at(Stage.RECEIVED):
        office.deliveries.moved(replace(each, stage=Stage.DONE), Stage.RECEIVED, office.clock.now())
    assert tidy(office) == 0
    office.clock.wait((office.section.pre_check_days + 1) * DAY)
    assert tidy(office) == 2
    (left,) = office.deliveries.of("INST-A", 10)
    assert (left.purpose, left.stage) == (Purpose.SUBMISSION, Stage.DONE)


@pytest.mark.parametrize(
    ("name", "cut", "place"),
    [
        ("a b.MP4", Cut(camera="cam1", start=START), "recordings/cam1_20210420_090000.mp4"),
        ("x.mkv", Cut(start=START), "recordings/camera_20210420_090000.mkv"),
        ("../cam2_20210420_090000.mp4", Cut(), "recordings/_cam2_20210420_090000.mp4"),
        ("log.jsonl", Cut(start=START), "online/log.jsonl"),
        ("face.jpg", Cut(), "snapshots/face.jpg"),
    ],
)
def test_evidence_goes_where_its_kind_belongs(name: str, cut: Cut, place: str) -> None:
    sent = Delivery("1", "INST-A", Purpose.EVIDENCE, name, 3, "x", 0, "INST-A/C", cut)
    found = place_of(sent, "Asia/Shanghai")
    assert found == place or (name.startswith("..") and "/.." not in found)


def test_what_is_added_replaces_nothing(tmp_path: Path) -> None:
    place = tmp_path / "INST-A" / "C"
    (place / "recordings").mkdir(parents=True)
    (place / "class.toml").write_text("")
    (place / "recordings" / "a.mp4").write_bytes(b"old")
    (tmp_path / "new").write_bytes(b"new")
    folder = ClassFolder(tmp_path, "INST-A/C", "mark")
    added = folder.add(tmp_path / "new", "recordings/a.mp4")
    assert added != "recordings/a.mp4"
    assert folder.add(tmp_path / "new", "recordings/a.mp4") == added  # twice is once
    assert (place / "recordings" / "a.mp4").read_bytes() == b"old"
    assert (place / added).read_bytes() == b"new"
