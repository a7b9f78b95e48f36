"""Pages of what is in an order of its own: a token is the key of the last entry, whatever has gone since."""

import base64
import json
from collections.abc import Iterable
from typing import Any

from emulated_aws.ecr.errors import InvalidParameterException

DEFAULT = 100


class InvalidNextToken(InvalidParameterException):
    def __init__(self) -> None:
        super().__init__("Invalid parameter at 'nextToken': the token is not one that this request returned.")


def page(entries: Iterable[tuple[Any, Any]], request: dict[str, Any]) -> tuple[list[Any], str | None]:
    """The values of the entries, which come by ascending key, that a request asks for, and the token of the next."""
    after = key_of(request["nextToken"]) if "nextToken" in request else None
    limit = request.get("maxResults", DEFAULT)
    values: list[Any] = []
    last = None
    for key, value in entries:
        if after is not None and type(after) is not type(key):
            raise InvalidNextToken()
        if after is not None and key <= after:
            continue
        if len(values) == limit:
            return values, token_of(last)
        values.append(value)
        last = key
    return values, None


def token_of(key: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode()


def key_of(token: str) -> Any:
    try:
        key = json.loads(base64.urlsafe_b64decode(token.encode()))
    except ValueError:
        raise InvalidNextToken() from None
    return tuple(key) if isinstance(key, list) else key
