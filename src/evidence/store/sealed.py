"""The seal: what is kept of faces, encrypted with a key that is kept elsewhere (Fernet)."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken

from evidence.domain.errors import Problem, Unreadable
from evidence.domain.text import say


@dataclass(frozen=True, slots=True)
class FernetSeal:
    """A key of 32 bytes in URL-safe Base64, as ``Fernet.generate_key()`` makes them.

    Raises:
        Unreadable: when the key is none; it is not quoted.
    """

    key: str = field(repr=False)

    def __post_init__(self) -> None:
        try:
            Fernet(self.key)
        except ValueError:
            what = say("this is no key: it takes 32 random bytes in URL-safe Base64")
            raise Unreadable("[faces] key", (Problem(what, "[faces] key"),)) from None

    @property
    def name(self) -> str:
        """Tells one key from another, and nothing of it."""
        return sha256(b"evidence faces " + self.key.encode()).hexdigest()[:8]

    def mark(self, text: str) -> str:
        """The same mark for the same text; who has not the key learns nothing from it."""
        return hmac.new(self.key.encode(), b"evidence mark " + text.encode(), sha256).hexdigest()

    def close(self, text: str) -> str:
        """The text, sealed."""
        return Fernet(self.key).encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str | None:
        """The text again; None where it was sealed with another key, or was changed."""
        try:
            return Fernet(self.key).decrypt(sealed.encode()).decode()
        except InvalidToken:
            return None
