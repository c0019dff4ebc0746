"""Mail: a notice as plain text, over a connection that is encrypted before anything is said."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from evidence.notify.unsent import NotSent

SECONDS = 30  # that the server may take for an answer


@dataclass(frozen=True, slots=True)
class MailServer:
    """The server that takes mail: ``security`` is starttls, tls or none.

    ``ca_file`` holds the certificates to trust, None for the system's.
    """

    host: str
    port: int
    security: str
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: Path | None = None

    def send(self, to: Sequence[str], title: str, text: str, key: str) -> None:
        """Hand over one mail; ``key`` makes its id, so that a second copy is known as one.

        Raises:
            NotSent: when not every recipient was taken.
        """
        mail = EmailMessage(policy=SMTP)
        mail["From"], mail["To"], mail["Subject"] = self.sender, ", ".join(to), title
        mail["Message-ID"] = f"<{key}@{self.sender.rpartition('@')[2].rstrip('>')}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(text)
        try:
            with self._connected() as server:
                if self.user:
                    server.login(self.user, self.password)
                refused = server.send_message(mail)
        except (smtplib.SMTPException, OSError) as error:
            raise NotSent("mail", _words(error)) from error
        if refused:
            raise NotSent("mail", f"{len(refused)} of {len(to)} recipients were refused")

    def _connected(self) -> smtplib.SMTP:
        if self.security == "none":
            return smtplib.SMTP(self.host, self.port, timeout=SECONDS)
        context = ssl.create_default_context(cafile=self.ca_file)
        if self.security == "tls":
            return smtplib.SMTP_SSL(self.host, self.port, timeout=SECONDS, context=context)
        server = smtplib.SMTP(self.host, self.port, timeout=SECONDS)
        try:
            server.starttls(context=context)
        except (smtplib.SMTPException, OSError):
            server.close()
            raise
        return server


def _words(error: Exception) -> str:
    """What went wrong, without the addresses that servers like to repeat."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "every recipient was refused"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{type(error).__name__} {error.smtp_code}"
    return getattr(error, "strerror", None) or type(error).__name__
