"""Time-stamping authorities: certificates made here, answers by ``openssl ts``, over real HTTP."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

OPENSSL = shutil.which("openssl") or ""
needs_openssl = pytest.mark.skipif(not OPENSSL, reason="no openssl on this machine")
BEGIN, END = datetime(2020, 1, 1, tzinfo=UTC), datetime(2120, 1, 1, tzinfo=UTC)
STAMPING = ExtendedKeyUsageOID.TIME_STAMPING
CONFIG = """
[tsa]
default_tsa = here
[here]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
ess_cert_id_alg = sha256
default_policy = 1.2.3.4
digests = {digests}
clock_precision_digits = {digits}
"""

Answer = Callable[[bytes], tuple[int, bytes]]


def name(words: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, words)])


@dataclass
class Authority:
    """A root, and what it certified to stamp."""

    folder: Path
    root_key: ec.EllipticCurvePrivateKey
    key: ec.EllipticCurvePrivateKey
    serial: int = 7

    @classmethod
    def at(
        cls, folder: Path, *, until: datetime = END, digests: str = "sha256", digits: int = 0
    ) -> "Authority":
        folder.mkdir()
        made = cls(
            folder, ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
        )
        made.root.write_bytes(made.certificate(made.named, until=END).public_bytes(Encoding.PEM))
        certificate = made.certificate("时间戳 TSA", until=until)
        (folder / "tsa.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
        (folder / "tsa.key").write_bytes(
            made.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        )
        (folder / "serial").write_text("01")
        (folder / "ts.cnf").write_text(
            CONFIG.format(folder=folder, digests=digests, digits=digits), "utf-8"
        )
        return made

    @property
    def named(self) -> str:
        return f"root {self.folder.name}"

    @property
    def root(self) -> Path:
        return self.folder / "root.pem"

    def certificate(
        self,
        subject: str,
        *,
        until: datetime = END,
        purpose: x509.ObjectIdentifier = STAMPING,
        signed_by: ec.EllipticCurvePrivateKey | None = None,
        issuer: str = "",
        certified: ec.EllipticCurvePublicKey | None = None,
    ) -> x509.Certificate:
        """One for who stamps; or for the root itself, or for another key that may certify."""
        itself = subject == self.named
        key = certified or (self.root_key if itself else self.key).public_key()
        authority = itself or certified is not None
        draft = (
            x509.CertificateBuilder()
            .subject_name(name(subject))
            .issuer_name(name(issuer or self.named))
            .public_key(key)
            .serial_number(1 if itself else self.serial)
            .not_valid_before(BEGIN)
            .not_valid_after(until)
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        )
        if not authority:
            draft = draft.add_extension(x509.ExtendedKeyUsage([purpose]), critical=True)
        return draft.sign(signed_by or self.root_key, SHA256())

    def carry(self, *certificates: x509.Certificate) -> None:
        """Send these along with the signer's, behind it."""
        more = self.folder / "more.pem"
        more.write_bytes(b"".join(one.public_bytes(Encoding.PEM) for one in certificates))
        with (self.folder / "ts.cnf").open("a", encoding="utf-8") as file:
            file.write(f"certs = {more}\n")

    def answer(self, question: bytes) -> tuple[int, bytes]:
        """What it answers to a question, as a status and a body."""
        asked, answered = self.folder / "asked.tsq", self.folder / "answered.tsr"
        asked.write_bytes(question)
        command = [OPENSSL, "ts", "-reply", "-queryfile", asked, "-out", answered]
        subprocess.run(
            [*command, "-config", self.folder / "ts.cnf"], check=True, capture_output=True
        )
        return 200, answered.read_bytes()


@contextmanager
def serving(answer: Answer) -> Iterator[str]:
    """A server on this machine that answers so."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(handler) -> None:  # noqa: N805
            assert handler.headers["Content-Type"] == "application/timestamp-query"
            status, body = answer(handler.rfile.read(int(handler.headers["Content-Length"])))
            handler.send_response(status)
            handler.send_header("Content-Type", "application/timestamp-reply")
            handler.send_header("Content-Length", str(len(body)))
            handler.end_headers()
            with suppress(ConnectionError):  # whoever asked gave up
                handler.wfile.write(body)

        def log_message(handler, *_: object) -> None:  # noqa: N805
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/tsa"
        finally:
            server.shutdown()
            thread.join()
