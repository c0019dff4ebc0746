"""Rows of who may sign in, people and machines."""

from __future__ import annotations

from sqlalchemy import BigInteger, Text
from sqlmodel import Field

from evidence.store.rows.row import Row, table


class AccountRow(Row, table=True):
    """Somebody who may sign in; ``password`` is a PHC string, ``misses`` wrong ones in a row."""

    __tablename__ = "accounts"

    name: str = Field(primary_key=True)
    role: str
    institution: str
    password: str
    created_at: int = Field(sa_type=BigInteger)
    disabled_at: int | None = Field(sa_type=BigInteger)
    misses: int
    locked_until: int | None = Field(sa_type=BigInteger)


class SignInRow(Row, table=True):
    """Somebody who is signed in; ``key`` is the digest of a token that only the browser has."""

    __tablename__ = "sign_ins"

    key: str = Field(primary_key=True, max_length=64)
    account: str = Field(foreign_key="accounts.name", index=True)
    proof: str
    began: int = Field(sa_type=BigInteger)
    seen: int = Field(sa_type=BigInteger)


class TokenRow(Row, table=True):
    """A machine's token: ``key`` is the digest of what only the machine has."""

    __tablename__ = "tokens"

    key: str = Field(primary_key=True, max_length=64)
    account: str = Field(foreign_key="accounts.name", index=True)
    label: str
    created_at: int = Field(sa_type=BigInteger)
    expires_at: int = Field(sa_type=BigInteger)


class KeptAnswerRow(Row, table=True):
    """What was answered to an Idempotency-Key; ``asked`` is the digest of what was asked."""

    __tablename__ = "kept_answers"

    account: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    asked: str = Field(max_length=64)
    answer: str = Field(sa_type=Text)
    at: int = Field(sa_type=BigInteger, index=True)


class IdentityRow(Row, table=True):
    """Who signs in elsewhere under an account: the digest of the issuer and its subject."""

    __tablename__ = "identities"

    identity: str = Field(primary_key=True, max_length=64)
    account: str = Field(foreign_key="accounts.name", unique=True)
    at: int = Field(sa_type=BigInteger)


ACCOUNTS = table(AccountRow)
SIGN_INS = table(SignInRow)
TOKENS = table(TokenRow)
KEPT_ANSWERS = table(KeptAnswerRow)
IDENTITIES = table(IdentityRow)
