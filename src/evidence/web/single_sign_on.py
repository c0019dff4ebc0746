"""Signing in elsewhere: OpenID Connect, code with PKCE; accounts and their roles stay here."""

from __future__ import annotations

import secrets
from hashlib import sha256
from http import HTTPStatus
from typing import Annotated, Any

import structlog
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import OAuth2Client
from fastapi import APIRouter, HTTPException, Query, Request, Response
from fastapi.responses import RedirectResponse
from httpx import DecodingError, HTTPError, get
from itsdangerous import BadSignature, URLSafeTimedSerializer
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from evidence.web.rendering import office
from evidence.web.sign_in import SignInPage, own, signed_in, told
from evidence.wiring.office import Office

DISCOVERY = "/.well-known/openid-configuration"
BACK = "/sign-in/elsewhere/done"
COOKIE, MINUTES = "evidence-elsewhere", 10
PATIENCE = 10.0  # seconds for the provider to answer
ALGORITHMS = ["RS256", "ES256", "PS256", "EdDSA"]
router = APIRouter()
log = structlog.get_logger()


@router.get("/sign-in/elsewhere")
def go(request: Request, back: Annotated[str, Query(max_length=2000)] = "/") -> Response:
    """Send the browser to the provider."""
    desk = office(request)
    try:
        found = _discovered(desk)
    except HTTPError:
        return _failed(request, "provider_silent")
    verifier, nonce = secrets.token_urlsafe(48), secrets.token_urlsafe(24)
    with _client(request, desk) as client:
        url, state = client.create_authorization_url(
            found["authorization_endpoint"], code_verifier=verifier, nonce=nonce
        )
    answer = RedirectResponse(url, HTTPStatus.SEE_OTHER)
    kept = _sealed(desk).dumps([state, verifier, nonce, own(back)])
    answer.set_cookie(
        COOKIE, kept, MINUTES * 60, path=BACK, secure=desk.section.https, httponly=True
    )
    return answer


@router.get(BACK)
def done(
    request: Request,
    code: Annotated[str, Query(max_length=4000)] = "",
    state: Annotated[str, Query(max_length=1000)] = "",
) -> Response:
    """Come back from the provider: signed in, where it vouches for an account that is known."""
    desk = office(request)
    _required(desk)
    try:
        asked, verifier, nonce, back = _sealed(desk).loads(
            request.cookies.get(COOKIE, ""), max_age=MINUTES * 60
        )
    except (BadSignature, ValueError):
        return _failed(request, "no_such_sign_in")
    if not code or not secrets.compare_digest(asked.encode(), state.encode()):
        return _failed(request, "state_differs")
    try:
        claims = _claims(request, desk, code, verifier, nonce)
    except (AuthlibBaseError, HTTPError, JoseError, ValueError, KeyError) as error:
        return _failed(request, type(error).__name__)
    name = str(claims.get(desk.oidc.name_claim, ""))
    identity = sha256(f"{claims['iss']}\0{claims['sub']}".encode()).hexdigest()
    if not name or not desk.machines.bound(identity, name, desk.clock.now()):
        return _failed(request, "no_account")
    answer = signed_in(desk, name, back)
    answer.delete_cookie(COOKIE, path=BACK)
    return answer


def _claims(request: Request, desk: Office, code: str, verifier: str, nonce: str) -> dict[str, Any]:
    """What the provider says of who signed in, once its signature and purpose are right."""
    found = _discovered(desk)
    with _client(request, desk) as client:
        token = client.fetch_token(found["token_endpoint"], code=code, code_verifier=verifier)
        keys = client.request("GET", found["jwks_uri"], withhold_token=True)
    decoded = jwt.decode(
        token["id_token"], KeySet.import_key_set(keys.json()), algorithms=ALGORITHMS
    )
    registry = jwt.JWTClaimsRegistry(
        leeway=60,
        iss={"essential": True, "value": found["issuer"]},
        aud={"essential": True, "value": desk.oidc.client_id},
        exp={"essential": True},
        nonce={"essential": True, "value": nonce},
        sub={"essential": True},
    )
    registry.validate(decoded.claims)
    return dict(decoded.claims)


def _client(request: Request, desk: Office) -> OAuth2Client:
    _required(desk)
    oidc = desk.oidc
    return OAuth2Client(
        oidc.client_id,
        oidc.client_secret.reveal() if oidc.client_secret else None,
        scope="openid profile",
        redirect_uri=oidc.redirect or str(request.base_url).rstrip("/") + BACK,
        code_challenge_method="S256",
        timeout=PATIENCE,
    )


def _discovered(desk: Office) -> dict[str, Any]:
    """What the provider tells of itself; one that calls itself otherwise is none."""
    _required(desk)
    issuer = desk.oidc.issuer.rstrip("/")
    answer = get(issuer + DISCOVERY, timeout=PATIENCE)
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()
    if str(found.get("issuer", "")).rstrip("/") != issuer:
        raise DecodingError("the provider names another issuer")
    return found


def _required(desk: Office) -> None:
    if not desk.oidc.issuer:
        raise HTTPException(HTTPStatus.NOT_FOUND)


def _failed(request: Request, why: str) -> Response:
    log.warning("sign_in_elsewhere_failed", why=why)
    return told(request, SignInPage("/", elsewhere=True, failed=True), HTTPStatus.UNAUTHORIZED)


def _sealed(desk: Office) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(
        desk.key, salt="elsewhere", signer_kwargs={"digest_method": sha256}
    )
