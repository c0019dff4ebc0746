"""A time stamp (RFC 3161): a third party's word that some bytes existed at a moment.

It is kept as the server answered it, a ``TimeStampResp``, which ``openssl ts -verify`` reads too.
What is stamped and when is read by the walk that the package's own verifier has, and by the
rfc3161-client library; the two must agree.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from warnings import catch_warnings, simplefilter

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.x509.oid import NameOID
from rfc3161_client import (
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from evidence.domain.errors import Problem, Unreadable
from evidence.domain.text import Text, say
from evidence.package.verify import LONG, OBJECT, SEQUENCE, TAGGED, only, parts, stamped, within

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WHY = re.compile(r"Verify error: ?([A-Za-z ]+)")  # OpenSSL's word on a chain of certificates
_UNFIT = (  # what the two libraries raise over bytes that are no time stamp
    KeyError,
    TypeError,
    ValueError,
    UnsupportedAlgorithm,
    x509.DuplicateExtension,
    x509.InvalidVersion,
    x509.UnsupportedGeneralNameType,
)


@dataclass(frozen=True, slots=True)
class TimeStamp:
    """Who says that it existed, and when; ``vouched`` where a root that was given stands for it."""

    at: int
    by: str
    nonce: int | None
    vouched: bool


class Unstamped(Exception):
    """This is no time stamp over those bytes; ``what`` says why."""

    def __init__(self, what: Text) -> None:
        super().__init__(what)
        self.what = what


def roots_of(place: Path) -> tuple[x509.Certificate, ...]:
    """The certificates of a file in PEM.

    Raises:
        Unreadable: when there is none.
    """
    try:
        return tuple(x509.load_pem_x509_certificates(place.read_bytes()))
    except OSError as error:
        what = say("can't be opened: {detail}", detail=error.strerror or type(error).__name__)
        raise Unreadable(str(place), (Problem(what, str(place)),)) from error
    except ValueError as error:
        what = say("there is no certificate in PEM here")
        raise Unreadable(str(place), (Problem(what, str(place)),)) from error


def read_time_stamp(
    answer: bytes, content: bytes, roots: tuple[x509.Certificate, ...]
) -> TimeStamp:
    """The time stamp in a server's answer over ``content``; one of ``roots`` must vouch for it.

    Without roots nobody does: then only what is stamped is compared.

    Raises:
        Unstamped: when it is none.
    """
    with catch_warnings():
        simplefilter("ignore")  # what is odd about a stranger's certificates
        return _read(answer, content, roots)


def _read(answer: bytes, content: bytes, roots: tuple[x509.Certificate, ...]) -> TimeStamp:
    try:
        response = _decoded(answer)
        if response.status:
            raise Unstamped(say("it was refused (status {number})", number=response.status))
        imprint, moment = stamped(answer)
        info, signer = response.tst_info, _signer(response)
        told = info.message_imprint.message, info.gen_time.replace(microsecond=0)
    except _UNFIT as error:
        raise Unstamped(say("this is no time stamp that can be read")) from error
    if imprint != sha256(content).digest():
        raise Unstamped(say("the time stamp is one over another package"))
    if told != (imprint, moment.replace(tzinfo=UTC)):
        raise Unstamped(say("this is no time stamp that can be read"))
    if roots:
        _see_that_it_is_vouched_for(response, content, roots)
    micros = (moment.replace(tzinfo=UTC) - _EPOCH) // timedelta(microseconds=1)
    return TimeStamp(micros, _name(signer), info.nonce, vouched=bool(roots))


def _decoded(answer: bytes) -> TimeStampResponse:
    try:
        return decode_timestamp_response(answer)
    except ValueError:
        return decode_timestamp_response(_in_order(answer))


def _in_order(answer: bytes) -> bytes:
    """The answer with its certificates as DER orders a set.

    Servers that run OpenSSL send the signer's first; in which order they come nobody signs.
    """
    token = within(only(answer, SEQUENCE), SEQUENCE, SEQUENCE)[1]
    fields = parts(only(within(token, OBJECT, TAGGED)[1], SEQUENCE))
    carried = next((value for tag, value in fields[3:4] if tag == TAGGED), b"")
    found, begin = [], 0
    for _, certificate in parts(carried):
        end = begin + _heading(len(certificate)) + len(certificate)
        found.append(carried[begin:end])
        begin = end
    return answer.replace(carried, b"".join(sorted(found)), 1)


def _heading(size: int) -> int:
    """How many bytes tag and length take in DER."""
    return 2 if size < LONG else 2 + (size.bit_length() + 7) // 8


def _signer(response: TimeStampResponse) -> x509.Certificate:
    """The certificate of the one who signed.

    Raises:
        ValueError: when it is not there, or there are several that it might be: the one whose
            purpose is looked at must be the one whose signature is.
    """
    (named,) = response.signed_data.signer_infos
    carried = map(x509.load_der_x509_certificate, response.signed_data.certificates)
    (signer,) = [
        one
        for one in carried
        if (one.issuer, one.serial_number) == (named.issuer, named.serial_number)
    ]
    return signer


def _see_that_it_is_vouched_for(
    response: TimeStampResponse, content: bytes, roots: tuple[x509.Certificate, ...]
) -> None:
    try:
        VerifierBuilder(roots=list(roots)).build().verify_message(response, content)
    except (VerificationError, *_UNFIT) as error:
        why = _WHY.search(str(error))
        if why:
            what = say("no root vouches for the time stamp: {detail}", detail=why[1].strip())
        else:
            what = say("the signature of the time stamp does not hold")
        raise Unstamped(what) from error


def _name(signer: x509.Certificate) -> str:
    names = signer.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    name = str(names[0].value) if names else signer.subject.rfc4514_string()
    return "".join(mark if mark.isprintable() else "?" for mark in name)
