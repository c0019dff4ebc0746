from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ClassVar

import pytest

from evidence.pipeline.quiet import Quiet as Unwatched
from evidence.pipeline.sources_port import NotFetched, Reason
from evidence.sources.patience import Patience
from evidence.sources.web import Web
from tests.sources.cameras.servers import Quiet, serving

CONTENT = bytes(range(256)) * 4000


class Server(Quiet):
    """Does at each path what its name says; ``asked`` keeps what was asked."""

    asked: ClassVar[list[str]]

    def respond(self) -> None:
        self.asked.append(self.headers.get("Range", ""))
        match self.path.strip("/"):
            case "ranges":
                self.answer_range(CONTENT)
            case "no-ranges":
                self.answer(CONTENT)
            case "breaks" if len(self.asked) == 1:
                self.send_response(200)
                self.send_header("Content-Length", str(len(CONTENT)))
                self.end_headers()
                self.wfile.write(CONTENT[:1000])
                self.close_connection = True
            case "breaks":
                self.answer_range(CONTENT)
            case "other-range":
                self.answer(b"x", 206, Content_Range="bytes 7-7/9")
            case "later" if len(self.asked) < 3:
                self.answer(status=503)
            case "later":
                self.answer(b'{"a": 1}')
            case "text":
                self.answer(b"<html>")
            case status:
                self.answer(status=int(status))


@pytest.fixture
def server() -> Iterator[type[Server]]:
    class Fresh(Server):
        asked: ClassVar[list[str]] = []

    return Fresh


@pytest.fixture
def web(server: type[Server]) -> Iterator[Web]:
    with serving(server) as address:
        yield Web(address, patience=Patience(tries=3, sleep=lambda _: None))


def test_a_download_goes_on_from_the_bytes_that_are_there(
    web: Web, server: type[Server], tmp_path: Path
) -> None:
    into = tmp_path / "part"
    into.write_bytes(CONTENT[:777])

    fetched = web.download("/ranges", into, Unwatched())

    assert (into.read_bytes(), fetched.resumed_at) == (CONTENT, 777)
    assert server.asked == ["bytes=777-"]


def test_a_server_without_ranges_sends_it_all_again(web: Web, tmp_path: Path) -> None:
    into = tmp_path / "part"
    into.write_bytes(b"something")

    web.download("/no-ranges", into, Unwatched())

    assert into.read_bytes() == CONTENT


def test_what_is_all_there_already_stays(web: Web, tmp_path: Path) -> None:
    into = tmp_path / "part"
    into.write_bytes(CONTENT)

    web.download("/ranges", into, Unwatched())

    assert into.read_bytes() == CONTENT


def test_what_is_longer_than_it_should_be_is_begun_anew(web: Web, tmp_path: Path) -> None:
    into = tmp_path / "part"
    into.write_bytes(CONTENT + b"more")

    web.download("/ranges", into, Unwatched())

    assert into.read_bytes() == CONTENT


def test_a_line_that_breaks_is_taken_up_again_where_it_broke(
    web: Web, server: type[Server], tmp_path: Path
) -> None:
    into = tmp_path / "part"

    web.download("/breaks", into, Unwatched())

    assert into.read_bytes() == CONTENT
    assert server.asked == ["", "bytes=1000-"]


def test_another_part_than_was_asked_for_is_not_put_in_its_place(web: Web, tmp_path: Path) -> None:
    into = tmp_path / "part"
    into.write_bytes(b"abc")

    with pytest.raises(NotFetched) as caught:
        web.download("/other-range", into, Unwatched())

    assert caught.value.reason is Reason.ANSWER
    assert into.read_bytes() == b"abc"


@pytest.mark.parametrize(
    ("status", "reason", "tries"),
    [
        (401, Reason.LOGIN, 1),
        (403, Reason.LOGIN, 1),
        (404, Reason.GONE, 1),
        (410, Reason.GONE, 1),
        (400, Reason.ANSWER, 1),
        (302, Reason.ANSWER, 1),
        (429, Reason.UNREACHABLE, 3),
        (500, Reason.UNREACHABLE, 3),
        (503, Reason.UNREACHABLE, 3),
    ],
)
def test_only_what_may_pass_is_asked_again(
    status: int, reason: Reason, tries: int, web: Web, server: type[Server]
) -> None:
    with pytest.raises(NotFetched) as caught:
        web.ask(f"/{status}")

    assert caught.value.reason is reason
    assert len(server.asked) == tries


def test_a_server_that_is_busy_at_first_is_asked_again(web: Web, server: type[Server]) -> None:
    assert web.ask_json("/later") == {"a": 1}
    assert len(server.asked) == 3


def test_an_answer_that_is_no_json_is_told(web: Web) -> None:
    with pytest.raises(NotFetched) as caught:
        web.ask_json("/text")

    assert caught.value.reason is Reason.ANSWER


def test_waits_grow_and_are_never_endless() -> None:
    waits: list[float] = []

    def down() -> None:
        raise NotFetched(Reason.UNREACHABLE)

    with pytest.raises(NotFetched):
        Patience(tries=9, longest_seconds=8, sleep=waits.append).with_(down)

    assert len(waits) == 8
    assert max(waits) <= 8


def test_a_password_does_not_show() -> None:
    web = Web("http://host", "me", "sesame", headers={"Authorization": "Bearer sesame"})

    assert "sesame" not in repr(web)


def test_patience_gives_the_answer() -> None:
    ask: Callable[[], int] = lambda: 7  # noqa: E731 - the smallest question

    assert Patience().with_(ask) == 7
