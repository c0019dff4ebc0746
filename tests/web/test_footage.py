"""Footage: played by ranges, drawn on one axis, and nothing else of the disk."""

import shutil
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from evidence.domain.time import SECOND
from evidence.wiring.office import Office
from tests.web.classes import finding, judge, short
from tests.web.conftest import Browser
from tests.web.footage import CONTENT, MADE, MP4, START, printed, with_files, with_footage

A, B = "INST-A/CLASS-1", "INST-B/CLASS-1"
HOUR = f"/classes/{A}/item?part=hour/P01/1"
MEDIA = f"/classes/{A}/media?path="


@pytest.fixture(autouse=True)
def judged(office: Office) -> None:
    judge(office, A, short(1))


def test_a_recording_is_sent_by_ranges(browser: Browser, office: Office) -> None:
    with_footage(office, A)
    visit = browser("chen")
    whole = visit.get(MEDIA + MADE)
    assert (whole.status, whole.content) == (200, CONTENT)
    part = visit.get(MEDIA + MADE, headers={"range": "bytes=10-19"})
    assert (part.status, part.content) == (206, CONTENT[10:20])
    assert part.headers["content-range"] == f"bytes 10-19/{len(CONTENT)}"
    assert visit.get(MEDIA + MADE, headers={"range": "bytes=99999-"}).status == 416


@pytest.mark.parametrize(
    "path",
    [
        "roster.csv",
        "class.toml",
        "../../INST-B/CLASS-1/recordings/a.mp4",
        "recordings/../roster.csv",
        "/etc/passwd",
        "recordings/b.mp4",
        "",
        "recordings/a.mp4\0",
    ],
)
def test_nothing_but_a_known_recording_is_ever_sent(
    browser: Browser, office: Office, path: str
) -> None:
    with_footage(office, A)
    with_footage(office, "INST-B/CLASS-1")
    assert browser("chen").get(MEDIA + quote(path)).status == 404


def test_a_link_that_leads_out_of_the_class_is_not_followed(
    browser: Browser, office: Office, tmp_path: Path
) -> None:
    with_footage(office, A)
    (tmp_path / "elsewhere.mp4").write_bytes(b"secret")
    (office.landing / A / MADE).unlink()
    (office.landing / A / MADE).symlink_to(tmp_path / "elsewhere.mp4")
    assert browser("chen").get(MEDIA + MADE).status == 404


def test_a_recording_in_a_bag_lies_below_its_data(browser: Browser, office: Office) -> None:
    with_footage(office, A)
    folder = office.landing / A
    shutil.move(folder / "recordings", folder / "data" / "recordings")
    (folder / "bagit.txt").write_text("")
    assert browser("chen").get(MEDIA + MADE).content == CONTENT


def test_the_player_begins_where_the_finding_does(browser: Browser, office: Office) -> None:
    with_footage(office, A)
    text = browser("chen").get(HOUR).text
    assert f'src="/classes/{A}/media?path=recordings%2Fa.mp4#t=600.000"' in text


def test_any_moment_can_be_asked_for_without_a_script(browser: Browser, office: Office) -> None:
    with_footage(office, A)
    text = browser("chen").get(f"{HOUR}&at={START / SECOND + 1200}").text
    assert "#t=1200.000" in text


def test_the_axis_and_its_table_tell_gap_and_still_picture(
    browser: Browser, office: Office
) -> None:
    with_footage(office, A)
    text = browser("chen").get(HOUR).text
    assert "╳ a gap" in text
    assert "09:10 – 09:11, 1 min" in text
    assert "‖ the picture stands still" in text
    assert "09:20 – 09:22, 2 min" in text
    assert text.count('class="cursor"') == 1


def test_a_silence_of_seconds_is_a_seam_and_no_gap(browser: Browser, office: Office) -> None:
    with_footage(office, A, gap=3 * SECOND)
    assert "a seam" in browser("chen").get(HOUR).text


@pytest.mark.parametrize(("codec", "container"), [("hevc", MP4), ("h264", "mpegts")])
def test_what_a_browser_can_not_play_is_played_by_proxies(
    browser: Browser, office: Office, codec: str, container: str
) -> None:
    with_footage(office, A, codec=codec, container=container)
    text = browser("chen").get(HOUR).text
    assert f'src="/classes/{A}/proxy?path=recordings%2Fa.mp4&amp;begin=600"' in text
    assert "the recording itself is what counts" in text
    assert f'href="/classes/{A}/media?path=recordings%2Fa.mp4" download' in text


def test_a_class_in_an_archive_is_played_out_of_it(browser: Browser, office: Office) -> None:
    with_footage(office, A, content=CONTENT)
    folder = office.landing / A
    with zipfile.ZipFile(f"{folder}.zip", "w") as archive:
        archive.write(folder / MADE, f"CLASS-1/{MADE}")
    shutil.rmtree(folder)
    assert browser("chen").get(MEDIA + MADE).content == CONTENT
    part = browser("chen").get(MEDIA + MADE, headers={"range": "bytes=10-19"})
    assert part.content == CONTENT[10:20]


def test_another_file_of_that_name_in_an_archive_is_not_played(
    browser: Browser, office: Office
) -> None:
    with_footage(office, A)
    folder = office.landing / A
    with zipfile.ZipFile(f"{folder}.zip", "w") as archive:
        archive.writestr(MADE, b"something else")
    shutil.rmtree(folder)
    assert browser("chen").get(MEDIA + MADE).status == 404


def test_the_axis_is_drawn_closer_around_the_moment(browser: Browser, office: Office) -> None:
    with_footage(office, A)
    text = browser("chen").get(f"{HOUR}&zoom=4&at={START / SECOND + 1200}").text
    begin = START / SECOND + 1200 - 45 * 60 / 8
    assert f'data-start="{begin}" data-end="{begin + 45 * 60 / 4}"' in text
    assert "zoom=8" in text
    assert "zoom=2" in text


def test_the_contact_sheet_has_a_picture_for_every_minute(browser: Browser, office: Office) -> None:
    with_footage(office, A)
    text = browser("chen").get(HOUR).text
    assert text.count("/thumbnail?") == 40
    assert "minute=39" in text


def test_a_looped_stretch_stands_beside_the_place_it_shows_again(
    browser: Browser, office: Office
) -> None:
    with_footage(office, A, looped=True)
    text = browser("chen").get(HOUR).text
    assert 'data-there="300.0" data-rate="1.0"' in text
    assert 'id="twin"' in text


HERE, THERE = (1820, 1860, 1900), (320, 360, 400)  # the middles of the thirds


def looped(*evidence: tuple[str, float, float], **more: Any) -> dict[str, Any]:
    """A finding as comparing recordings makes it: the file by itself knows nothing of it."""
    places = [{"path": path, "start": start, "end": end} for path, start, end in evidence]
    rule = "footage-looped" if len(evidence) % 2 == 0 else "footage-reused"
    return finding({"recording": MADE}, rule=rule, evidence=places, **more)


@pytest.mark.parametrize(("doubt", "sure"), [(False, "sure"), (True, "unsure")])
def test_what_the_verdict_says_is_shown_again_plays_beside_it_in_the_hour(
    browser: Browser, office: Office, *, doubt: bool, sure: str
) -> None:
    told = looped((MADE, 1800.0, 1920.0), (MADE, 300.0, 408.0), at_most=doubt)
    judge(office, A, short(1), told)
    with_footage(office, A)
    text = browser("chen").get(HOUR).text
    assert 'data-there="300.0" data-rate="0.9"' in text
    assert "09:30 – 09:32, 2 min" in text
    assert f'class="flaw {sure}"' in text
    assert "Play both side by side" in text


def test_a_replay_of_which_only_this_side_is_told_is_drawn_and_can_be_gone_to(
    browser: Browser, office: Office
) -> None:
    told = looped((MADE, 600.0, 700.0), (MADE, 1800.0, 1920.0), (MADE, 2000.0, 2100.0))
    judge(office, A, short(1), told)
    with_footage(office, A)
    text = browser("chen").get(HOUR).text
    assert "data-replay" not in text  # nothing to play beside it
    assert text.count("Go there") == 3


def test_the_same_moments_of_both_places_are_shown_side_by_side(
    browser: Browser, office: Office
) -> None:
    judge(office, A, short(1), looped((MADE, 1800.0, 1920.0), (MADE, 300.0, 420.0), at_most=True))
    with_footage(office, A)
    text = browser("chen").get(HOUR).text
    section = text[text.index("Both places") :]
    at_once = "%2C".join(str(at * SECOND) for both in zip(HERE, THERE, strict=True) for at in both)
    assert section.count(f"at={at_once}") == 6  # one file, which is opened once
    assert "0:30:20 (09:30:20)" in section
    assert "0:05:20 (09:05:20)" in section
    assert "perhaps shown again" in section


def test_a_mirrored_place_is_shown_turned_over_as_well(browser: Browser, office: Office) -> None:
    told = looped((MADE, 1800.0, 1920.0), (MADE, 300.0, 420.0))
    told["evidence"][1]["mirrored"] = True
    judge(office, A, short(1), told)
    with_footage(office, A)
    text = browser("chen").get(HOUR).text
    assert "left and right exchanged" in text
    assert text.count('<figure class="turned">') == 3


def test_what_stands_still_is_shown_before_in_and_after_it(
    browser: Browser, office: Office
) -> None:
    judge(office, A, short(1))
    with_footage(office, A)
    text = browser("chen").get(HOUR).text
    section = text[text.index("What the picture shows there") : text.index("Contact sheet")]
    assert section.count("/still?") == 5
    assert "before · " in section
    assert "after · " in section


def test_another_class_that_is_shown_again_plays_beside_it_for_who_may_see_both(
    browser: Browser, office: Office
) -> None:
    with_footage(office, B, content=CONTENT[::-1])
    printed(office, B, "d" * 64)
    with_footage(office, A)
    told = looped((MADE, 1800.0, 1920.0))
    there = {"path": MADE, "start": 300.0, "end": 420.0, "bundle": "d" * 64}
    judge(office, A, short(1), {**told, "evidence": [*told["evidence"], there]})
    text = browser("chen").get(HOUR).text
    assert f'data-source="/classes/{B}/media?path=recordings%2Fa.mp4"' in text
    assert f'<a href="/classes/{B}">{B}</a>' in text
    theirs = browser("school-a").get(HOUR).text
    assert "in the class with the digest dddddddddddd" in theirs
    assert "INST-B" not in theirs


def test_a_class_whose_recording_is_another_by_now_does_not_play(
    browser: Browser, office: Office
) -> None:
    with_footage(office, B, content=CONTENT[::-1])
    printed(office, B, "d" * 64)
    known = office.store.classes.get(B)
    assert known
    office.store.classes.put(replace(known, recordings=()), office.clock.now())
    with_footage(office, A, reused="d" * 64)
    assert "in the class with the digest" in browser("chen").get(HOUR).text


def test_a_class_that_was_never_read_says_so(browser: Browser, office: Office) -> None:
    with_footage(office, A)
    known = office.store.classes.get(A)
    assert known
    (office.landing / A / "class.toml").write_text("")
    other = "INST-A/CLASS-2"
    judge(office, other, short(1))
    (office.landing / other).mkdir()
    (office.landing / other / "class.toml").write_text("")
    text = browser("chen").get(f"/classes/{other}/item?part=hour/P01/1").text
    assert "No recording of this class has been read" in text


def test_the_page_of_an_hour_holds_no_script_and_no_style_of_its_own(
    browser: Browser, office: Office
) -> None:
    with_footage(office, A)
    text = browser("chen").get(HOUR).text
    assert "style=" not in text
    assert "<script>" not in text
    assert 'type="module" src="/static/player.js"' in text


def test_what_could_not_be_compared_is_no_pair_and_tells_why(
    browser: Browser, office: Office
) -> None:
    files = with_files(office, A, [bytes([number]) * 9 for number in range(6)])
    places = [
        {"path": path, "start": 0.0, "end": 10.0, "uncompared": "short-files"} for path in files
    ]
    found = [
        finding({"recording": files[0]}, rule=rule, evidence=places, at_most=True)
        for rule in ("footage-looped", "footage-reused")
    ]
    judge(office, A, short(1), *found)
    text = browser("chen").get(HOUR).text
    assert "Both places" not in text
    assert 'id="twin"' not in text
    section = text[text.index("What could not be compared") : text.index("Contact sheet")]
    assert "? 1 min in 6 files" in section
    assert "can&#39;t be told which follow each other" in section
    assert section.count("data-at=") == 6  # both rules tell of it
    assert text.count("? could not be compared") == 6  # in the table


def test_a_replay_over_files_is_told_once_with_all_its_pieces(
    browser: Browser, office: Office
) -> None:
    files = with_files(office, A, [bytes([number]) * 9 for number in range(9)])
    shown = [
        {"path": files[number], "start": 0.0, "end": 10.0}
        for again in range(5, 8)
        for number in (again, again - 4)
    ]
    judge(
        office, A, short(1), finding({"recording": files[5]}, rule="footage-looped", evidence=shown)
    )
    text = browser("chen").get(HOUR).text
    assert text.count("Play both side by side") == 1
    assert text.count("data-replay") == 3
    section = text[text.index("Both places") :]
    assert "Spotted(" not in text
    assert "005.mp4 0:00:00–0:00:10  (20 Apr 2021 09:00:50–09:01), to recordings/007.mp4" in section
    assert "001.mp4 0:00:00–0:00:10  (20 Apr 2021 09:00:10–09:00:20), to recordings/003" in section
    assert 'data-rate="1.0"' in section
    assert section.count("/still?") == 6


def test_two_replays_one_after_the_other_are_told_apart(browser: Browser, office: Office) -> None:
    files = with_files(office, A, [bytes([number]) * 9 for number in range(9)])
    shown = [
        {"path": files[number], "start": 0.0, "end": 10.0}
        for again, before in ((5, 1), (6, 2), (7, 1), (8, 2))
        for number in (again, before)
    ]
    judge(
        office, A, short(1), finding({"recording": files[5]}, rule="footage-looped", evidence=shown)
    )
    assert browser("chen").get(HOUR).text.count("Play both side by side") == 2


def test_short_files_have_a_picture_a_minute_too(browser: Browser, office: Office) -> None:
    with_files(office, A, [bytes([number]) * 9 for number in range(13)])
    assert browser("chen").get(HOUR).text.count("/thumbnail?") == 3
