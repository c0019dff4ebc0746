import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from evidence.report import html
from evidence.report.language import CHINESE, ENGLISH
from tests.report.judgements import judgement, large


class Outline(HTMLParser):
    """The tags of a page, which must nest, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def outline(page: str) -> Outline:
    read = Outline()
    read.feed(page)
    assert not read.open
    return read


@pytest.mark.parametrize("lang", [ENGLISH, CHINESE])
def test_the_page_is_well_formed(lang: str) -> None:
    assert outline(html.page(judgement(), lang=lang)).tags


def test_the_page_needs_nothing_from_outside() -> None:
    page = html.page(judgement(), lang=ENGLISH)
    fetched = [
        attributes[name]
        for _, attributes in outline(page).tags
        for name in ("src", "href", "xlink:href")
        if attributes.get(name)
    ]

    assert all(str(link).startswith("#") for link in fetched)
    assert "@import" not in page
    assert set(re.findall(r"https?://[^\"'\s]+", page)) == {"http://www.w3.org/2000/svg"}


def test_every_link_leads_somewhere_on_the_page() -> None:
    tags = outline(html.page(judgement(), lang=ENGLISH)).tags
    anchors = {attributes["id"] for _, attributes in tags if "id" in attributes}
    links = {str(a["href"])[1:] for tag, a in tags if tag == "a"}

    assert links
    assert links <= anchors


def test_a_file_name_that_is_a_script_is_only_shown() -> None:
    page = outline(html.page(judgement(), lang=ENGLISH))

    assert [tag for tag, _ in page.tags].count("script") == 1
    assert any("<script>alert(1)</script>" in text for text in page.text)


@pytest.mark.parametrize("hostile", ['"><script>x</script>', "'; --", "</style><b>", "{{ 7*7 }}"])
def test_hostile_names_do_not_leave_their_place(hostile: str) -> None:
    odd = judgement()
    sessions = tuple(replace(s, id=hostile, room=hostile) for s in odd.bundle.sessions[:1])
    odd = replace(
        odd,
        verdict=replace(
            odd.verdict,
            bundle_id=hostile,
            hours=tuple(replace(h, session=hostile, camera=hostile) for h in odd.verdict.hours[:4]),
        ),
        bundle=replace(odd.bundle, sessions=sessions),
    )
    usual = {tag for tag, _ in outline(html.page(judgement(), lang=ENGLISH)).tags}
    page = outline(html.page(odd, lang=ENGLISH))

    assert {tag for tag, _ in page.tags} <= usual
    assert any(hostile in text for text in page.text)


def test_names_are_masked_and_id_numbers_are_not_there() -> None:
    page = html.page(judgement(), lang=CHINESE)

    assert "测试学员" not in page
    assert "测***" in page
    assert "0" * 18 not in page


def test_the_verdict_comes_first_in_words() -> None:
    text = "".join(outline(html.page(judgement(), lang=ENGLISH)).text)

    assert text.index("The class as a whole does not meet the policy.") < text.index("Findings")


def test_a_finding_shows_its_numbers_its_clause_and_its_files() -> None:
    text = "".join(outline(html.page(judgement(), lang=ENGLISH)).text)

    for told in ("14 min 58 s", "15 min", "二(四)20", "实操培训每学时连续录像不低于15分钟"):
        assert told in text
    assert "recordings/cam1_P01_2.mp4 0:00:00–0:14:58" in text


def test_gaps_are_drawn_with_their_lengths_and_jumps_with_what_was_skipped() -> None:
    page = html.page(judgement(), lang=ENGLISH)

    assert 'class="gap"' in page
    assert ">2 h 30 min 1 s</text>" in page
    assert ">14 min 58 s</text>" in page
    assert 'class="perhaps"' in page
    assert ">+9 min</text>" in page
    assert ">×2</text>" in page
    assert ">two windows: 25 min</text>" in page
    assert ">no prompt: 9 min</text>" in page


def test_the_page_is_the_same_every_time() -> None:
    assert html.page(judgement(), lang=CHINESE) == html.page(judgement(), lang=CHINESE)


def test_a_hundred_learners_and_two_hundred_hours_stay_light() -> None:
    page = html.page(large(), lang=ENGLISH)

    assert len(page.encode()) < 1_500_000


def test_a_class_without_findings_has_no_findings_to_show() -> None:
    text = "".join(outline(html.page(judgement(()), lang=ENGLISH)).text)

    assert "Every class hour and every learner counts." in text
    assert "What was found" not in text
