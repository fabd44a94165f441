"""A provider of single sign-on, on loopback, that says what a test lets it say.

It is as strict as a real one: it looks at the client, the address to go back to, the code, and
whether who brings the code is who asked for it (PKCE).
"""

from __future__ import annotations

import hashlib
import json
import secrets
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

CLIENT, SECRET = "plaatswijs", "van-ons-beiden"
BACK = "https://testserver/inloggen/organisatie/terug/"


@dataclass
class Provider:
    """What it knows, and what it says of the person who logs in there.

    ``claims`` go into the token, ``more`` is said when asked with the access token.  ``changed``
    is put over the claims last, and a value of ``None`` takes one away.  ``refused`` is why
    somebody was sent away.
    """

    at: str
    key: RSAPrivateKey
    claims: dict[str, Any] = field(default_factory=lambda: {"sub": "Anna-01", "name": "Anna"})
    more: dict[str, Any] = field(default_factory=lambda: {"groups": ["wijzer"]})
    changed: dict[str, Any] = field(default_factory=dict)
    algorithm: str = "RS256"
    signed_with: Any = None
    described: dict[str, Any] = field(default_factory=dict)
    down: set[str] = field(default_factory=set)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def description(self) -> dict[str, Any]:
        """Return what it says of itself."""
        return {
            "issuer": self.at,
            "authorization_endpoint": f"{self.at}/authorize",
            "token_endpoint": f"{self.at}/token",
            "userinfo_endpoint": f"{self.at}/me",
            "jwks_uri": f"{self.at}/keys",
            **self.described,
        }

    def keys(self) -> dict[str, Any]:
        """Return the keys that its tokens are signed with."""
        made = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return {"keys": [{**made, "kid": "1", "alg": "RS256", "use": "sig"}]}

    def authorize(self, query: dict[str, str]) -> str | None:
        """Return where somebody goes who logged in; ``None`` when the question is not right."""
        right = {
            "client_id": CLIENT, "redirect_uri": BACK, "response_type": "code",
            "code_challenge_method": "S256",
        }  # fmt: skip
        if {name: query.get(name) for name in right} != right or "openid" not in query["scope"]:
            self.refused.append("authorize")
            return None
        code = secrets.token_urlsafe(16)
        self.codes[code] = query
        return f"{BACK}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, form: dict[str, str]) -> dict[str, str] | None:
        """Return the tokens for a code, once."""
        asked = self.codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = urlsafe_b64encode(digest).rstrip(b"=").decode()
        right = {"client_id": CLIENT, "client_secret": SECRET, "redirect_uri": BACK}
        if asked is None or {name: form.get(name) for name in right} != right:
            self.refused.append("token")
            return None
        if challenge != asked["code_challenge"]:
            self.refused.append("verifier")
            return None
        now = int(time.time())
        said = {
            "iss": self.at, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"],
            **self.claims, **self.changed,
        }  # fmt: skip
        said = {name: value for name, value in said.items() if value is not None}
        key = None if self.algorithm == "none" else self.signed_with or self.key
        signed = jwt.encode(said, key, self.algorithm, headers={"kid": "1"})
        return {"id_token": signed, "access_token": "van-anna", "token_type": "Bearer"}

    def me(self, authorization: str) -> dict[str, Any] | None:
        """Return what more is said of somebody."""
        if authorization != "Bearer van-anna":
            self.refused.append("me")
            return None
        return {"sub": self.claims["sub"], **self.more}


class Handler(BaseHTTPRequestHandler):
    """Answers as the provider says."""

    provider: Provider

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        answers = {
            "/.well-known/openid-configuration": self.provider.description,
            "/keys": self.provider.keys,
            "/me": lambda: self.provider.me(self.headers.get("Authorization", "")),
        }
        self.provider.asked.append(parts.path)
        if parts.path == "/authorize":
            where = self.provider.authorize(query)
            self.send_response(302 if where else 400)
            if where:
                self.send_header("Location", where)
            self.end_headers()
        else:
            self._say(parts.path, answers.get(parts.path, lambda: None)())

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        self.provider.asked.append(self.path)
        self._say(self.path, self.provider.token(form))

    def _say(self, path: str, found: object) -> None:
        down = path in self.provider.down
        body = json.dumps({"error": "x"} if down or found is None else found).encode()
        self.send_response(500 if down else 200 if found is not None else 400)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@cache
def new_key() -> RSAPrivateKey:
    """Return the key of the provider, made once."""
    return generate_private_key(public_exponent=65537, key_size=2048)


@contextmanager
def providing() -> Iterator[Provider]:
    """Run a provider until the end of the block."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Own", (Handler,), {}))
    made = Provider(f"http://127.0.0.1:{server.server_address[1]}", new_key())
    server.RequestHandlerClass.provider = made  # type: ignore[attr-defined]
    thread = threading.Thread(target=lambda: server.serve_forever(0.02), daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)
