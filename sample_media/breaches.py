"""Breaches: for every rule a class that breaks it, and nothing else.

Each is one of the classes of ``regulated.py`` with one thing changed. What papers show is here,
what a film shows in ``breaches_film.py``, what a learning log shows in ``breaches_online.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sample_media import breaches_film, breaches_online, faces, regulated
from sample_media.changes import Breach, Change, first, without, written
from sample_media.regulated import TOLD, Base
from sample_media.regulated_films import HEADS


def breach(folder: Path, policy: str, rule: str, films: Path) -> None:
    """Make the class that breaks one rule of a policy; ``films`` holds the films already."""
    how = BREACHES[rule]
    regulated.make(folder, policy, films, how.base)
    how.change(folder, films)


def _crowd(learners: int, *, teachers: int, stations: int) -> Change:
    """So many on the roster."""

    def change(folder: Path, films: Path) -> None:
        regulated.crowd_roster(folder, learners)
        written("class.toml", "teachers = 1\n", f"teachers = {teachers}\n")(folder, films)
        written("class.toml", "workstations = 1\n", f"workstations = {stations}\n")(folder, films)

    return change


def _one_more(portrait: bytes) -> Change:
    """A sixth person on the roster, who signed for every session."""

    def change(folder: Path, _films: Path) -> None:
        (folder / "photos" / "L006.jpg").write_bytes(portrait)
        _more(folder / "roster.csv", [",".join(("L006", "学员六", "photos/L006.jpg", *TOLD))])
        signed = [f"L006,{each[0]},present," for each in regulated.SESSIONS]
        _more(folder / "attendance.csv", signed)

    return change


def _nobody_known(folder: Path, films: Path) -> None:
    _one_more(faces.photo(5))(folder, films)


def _first_again(folder: Path, films: Path) -> None:
    _one_more(faces.photo(HEADS[0], again=True))(folder, films)


def _more(table: Path, rows: list[str]) -> None:
    text = table.read_text("utf-8") + "".join(f"{row}\r\n" for row in rows)
    table.write_text(text, "utf-8", newline="")


def _one_on_the_roster(folder: Path, _films: Path) -> None:
    for name in ("roster.csv", "attendance.csv"):
        without(folder / name, ("L001", "L002", "L003", "L004"))


def _one_away(folder: Path, _films: Path) -> None:
    sheet = folder / "attendance.csv"
    without(sheet, ("L001",))
    _more(sheet, [f"L001,{each[0]},absent," for each in regulated.SESSIONS])


def _half_theory(folder: Path, _films: Path) -> None:
    """One class hour of theory, one of practice."""
    first("schedule.csv", "15:20,2", "14:40,1")(folder, _films)
    regulated.recording(folder, "144000").unlink()


BREACHES: Mapping[str, Breach] = {
    "registered-first": Breach(
        "entered after it began",
        written("class.toml", "registered_at = 2015-06-12", "registered_at = 2022-06-12"),
    ),
    "minimum-hours": Breach(
        "3 class hours for a completion certificate",
        written("class.toml", '"skill-level"', '"completion"'),
    ),
    "eligibility": Breach(
        "a pupil of the very trade", first("roster.csv", "职工,,中式面点师", "在校,中式面点师,")
    ),
    "teacher-ratio": Breach(
        "21 learners, one teacher", _crowd(21, teachers=1, stations=2), base=Base.CROWD
    ),
    "workstation-ratio": Breach(
        "21 learners, one workstation", _crowd(21, teachers=2, stations=1), base=Base.CROWD
    ),
    "class-size": Breach("81 learners", _crowd(81, teachers=5, stations=5), base=Base.CROWD),
    "class-hour-length": Breach(
        "a class hour of 39 minutes", first("schedule.csv", "09:40,1", "09:39,1")
    ),
    "practical-share": Breach("half of it theory", _half_theory),
    "apprentice-ratio": Breach(
        "41 apprentices for two teachers",
        written("class.toml", "apprentices = 40", "apprentices = 41"),
    ),
    "offline-practice-hours": Breach(
        "two practical hours beside an online lesson, in an occupation that is not on the list",
        breaches_online.blended,
    ),
    "assessment-window": Breach(
        "assessed in May",
        written("class.toml", "assessed_on = 2021-08-20", "assessed_on = 2021-05-20"),
        base=Base.ONLINE,
    ),
    "satisfaction": Breach(
        "16 of 20 satisfied", written("class.toml", "satisfied = 19", "satisfied = 16")
    ),
    "attendance-rate": Breach(
        "one absence", first("attendance.csv", "L003,P01,present", "L003,P01,absent")
    ),
    "course-length": Breach("sixteen days", breaches_film.sixteen_days),
    "institution-standing": Breach(
        "79 of 100 passed last year", written("class.toml", "passed = 90", "passed = 79")
    ),
    "three-gates": Breach(
        "nobody signed the completion audit",
        written("class.toml", 'completed_by = "签字人三"\n', ""),
    ),
    "certificate-required": Breach(
        "one learner without a certificate", first("roster.csv", "C-0001", "")
    ),
    "cohort-rates": Breach("one of five demobilised soldiers never came", _one_away),
    "subsidy-repeats": Breach(
        "subsidised before for the same occupation and level",
        first("roster.csv", "无", "2020 中式面点师/五级"),
    ),
    "ghost-learner": Breach(
        "a sixth name, with another portrait of the first",
        _first_again,
        also=("face-attendance",),
    ),
    "headcount": Breach("a sixth name, five people", _nobody_known),
    "face-attendance": Breach("a sixth name, whose face is never seen", _nobody_known),
    "strangers": Breach("five people, one of them on the roster", _one_on_the_roster),
    "footage-present": Breach("a class hour without footage", breaches_film.removed("144000")),
    "theory-recorded-throughout": Breach("no film of the theory", breaches_film.removed("090000")),
    "practical-continuous-recording": Breach(
        "no film of one practical hour", breaches_film.removed("144000")
    ),
    "footage-unreadable": Breach("a file that is no film", breaches_film.no_film),
    "footage-undated": Breach("a renamed file", breaches_film.renamed),
    "footage-frozen": Breach("a recorder that hung", breaches_film.attacked("frozen-tail")),
    "footage-black": Breach("a dark quarter of a minute", breaches_film.attacked("black")),
    "footage-covered": Breach("a cloth over the lens", breaches_film.attacked("covered-lens")),
    "footage-looped": Breach("its first four minutes run again", breaches_film.looped),
    "footage-reused": Breach(
        "four minutes of the morning, handed in for the afternoon", breaches_film.reused
    ),
    "footage-clock": Breach(
        "a file made the day before, by its own word", breaches_film.made_the_day_before
    ),
    "fast-forward": Breach(
        "two minutes played a twentieth too fast",
        breaches_online.watched(breaches_online.too_fast),
        base=Base.ONLINE,
    ),
    "multiple-windows": Breach(
        "a minute of two lessons at once",
        breaches_online.watched(breaches_online.in_two_windows),
        base=Base.ONLINE,
    ),
    "prompt-gap": Breach(
        "eight minutes without a prompt",
        breaches_online.watched(breaches_online.one_prompt_missing),
        base=Base.ONLINE,
    ),
    "lesson-order": Breach(
        "the second lesson before the first",
        breaches_online.watched(breaches_online.out_of_order),
        base=Base.ONLINE,
    ),
    "hourly-snapshot": Breach(
        "an hour without a picture",
        breaches_online.watched(breaches_online.without_pictures),
        base=Base.ONLINE,
        also=("face-liveness",),
    ),
    "face-liveness": Breach(
        "a photo held before the camera at every check",
        breaches_online.watched(breaches_online.photo_held),
        base=Base.ONLINE,
    ),
}
