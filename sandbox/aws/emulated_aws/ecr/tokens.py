"""Authorization tokens: who asks a registry, by the password of the user ``AWS``.

https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html
"""

import base64
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from moto.core.utils import utcnow

USER = "AWS"
LIFETIME = timedelta(hours=12)
# A token of AWS is long, which a client's headers must hold.
BYTES = 1_400


@dataclass(frozen=True)
class Caller:
    """The account that a token was given to, its principal where one is known, and the token's Region."""

    account: str
    principal: str | None
    region: str


CALLERS: dict[str, Caller] = {}


def give(caller: Caller, registries: list[str]) -> dict[str, Any]:
    """GetAuthorizationToken: one token for all registries of the Region that the caller has access to."""
    password = secrets.token_urlsafe(BYTES)
    CALLERS[password] = caller
    token = base64.b64encode(f"{USER}:{password}".encode()).decode()
    data = [
        {
            "authorizationToken": token,
            "expiresAt": utcnow() + LIFETIME,
            "proxyEndpoint": f"https://{registry}.dkr.ecr.{caller.region}.amazonaws.com",
        }
        for registry in registries
    ]
    return {"authorizationData": data}


def caller_of(authorization: str, region: str) -> Caller | None:
    """Whose token a header ``Authorization`` carries, if it is one of the Region."""
    scheme, _, token = authorization.partition(" ")
    try:
        user, _, password = base64.b64decode(token, validate=True).decode().partition(":")
    except ValueError:
        return None
    caller = CALLERS.get(password)
    return caller if (scheme.lower(), user) == ("basic", USER) and caller and caller.region == region else None
