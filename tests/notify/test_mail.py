"""Mail, handed to a real server on this machine."""

from dataclasses import replace
from pathlib import Path

import pytest

from evidence.notify.mail import MailServer
from evidence.notify.unsent import NotSent
from tests.notify.mailbox import HOST, WORD, Mailbox, certificate, listening

TO = ("office@school-7.example", "head@school-7.example")
TITLE, TEXT = "培训材料 2021-04-20：1 个班需要处理", "第 1 学时没有录像。\n请在 4 月 30 日前补交。"


@pytest.fixture(scope="module")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate(tmp_path_factory.mktemp("certificate"))


def server(port: int, pem: Path, security: str, word: str = WORD) -> MailServer:
    user = "evidence" if security == "starttls" else ""
    return MailServer(HOST, port, security, "evidence@city.example", user, word, ca_file=pem)


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_mail_arrives_over_an_encrypted_line_in_its_own_letters(security: str, pem: Path) -> None:
    box = Mailbox()
    with listening(box, pem, security=security) as port:
        server(port, pem, security).send(TO, TITLE, TEXT, "key-1")

    (mail,) = box.mails
    assert box.encrypted == [True]
    assert mail["Subject"] == TITLE
    assert mail.get_content().splitlines() == TEXT.splitlines()
    assert mail["To"] == ", ".join(TO)
    assert mail["Message-ID"] == "<key-1@city.example>"


def test_a_server_of_this_machine_may_take_it_bare(pem: Path) -> None:
    box = Mailbox()
    with listening(box, pem, security="none") as port:
        server(port, pem, "none").send(TO, TITLE, TEXT, "k")

    assert box.encrypted == [False]


def test_a_server_whose_certificate_nobody_trusts_gets_nothing(pem: Path) -> None:
    box = Mailbox()
    with listening(box, pem, security="starttls") as port:
        stranger = replace(server(port, pem, "starttls"), ca_file=None)
        with pytest.raises(NotSent):
            stranger.send(TO, TITLE, TEXT, "k")

    assert box.mails == []


def test_a_wrong_password_is_told_by_its_code_and_without_the_password(pem: Path) -> None:
    box = Mailbox()
    with listening(box, pem, security="starttls") as port:
        wrong = server(port, pem, "starttls", "wrong one")
        with pytest.raises(NotSent) as refused:
            wrong.send(TO, TITLE, TEXT, "k")

    assert str(refused.value) == "mail: SMTPAuthenticationError 535"
    assert "wrong one" not in repr(wrong)


@pytest.mark.parametrize(("refused", "told"), [(TO, "every recipient"), (TO[:1], "1 of 2")])
def test_recipients_that_are_refused_are_counted_and_not_named(
    refused: tuple[str, ...], told: str, pem: Path
) -> None:
    box = Mailbox(refused=set(refused))
    with listening(box, pem, security="starttls") as port, pytest.raises(NotSent) as failed:
        server(port, pem, "starttls").send(TO, TITLE, TEXT, "k")

    assert told in str(failed.value)
    assert "@" not in str(failed.value)


def test_where_nobody_listens_it_is_told(pem: Path) -> None:
    with listening(Mailbox(), pem, security="none") as port:
        pass

    with pytest.raises(NotSent, match="mail: Connection refused"):
        server(port, pem, "none").send(TO, TITLE, TEXT, "k")
