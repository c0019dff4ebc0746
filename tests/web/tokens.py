"""Tokens of machines."""

from hashlib import sha256

from evidence.domain.time import DAY
from evidence.pipeline.machines import Token
from evidence.wiring.office import Office


def bearer(office: Office, name: str, days: int = 1) -> dict[str, str]:
    token, now = f"token of {name}", office.clock.now()
    key = sha256(token.encode()).hexdigest()
    assert office.machines.give(Token(key, name, "test", now + days * DAY), now)
    return {"Authorization": f"Bearer {token}"}
