"""Passwords: kept as argon2 hashes, which say themselves how they were made."""

from __future__ import annotations

from dataclasses import dataclass, field

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError


@dataclass(frozen=True, slots=True)
class Passwords:
    """Hashes passwords, and compares them with their hashes."""

    hasher: PasswordHasher = field(default_factory=PasswordHasher)

    def hashed(self, password: str) -> str:
        """The PHC string that is kept."""
        return self.hasher.hash(password)

    def fits(self, password: str, kept: str) -> bool:
        """Whether this is the password of a hash."""
        try:
            return self.hasher.verify(kept, password)
        except (VerifyMismatchError, InvalidHashError):
            return False

    def aged(self, kept: str) -> bool:
        """Whether a hash was made with less effort than is usual now."""
        return self.hasher.check_needs_rehash(kept)
