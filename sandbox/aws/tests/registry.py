"""Clients of the registry API: by the true host names through the proxy, as any program asks."""

import http.client
import json
import ssl
from typing import NamedTuple
from urllib.parse import urlsplit

from tests.emulation import Account, trusted


class Answer(NamedTuple):
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def error(self) -> tuple[int, str, str]:
        (error,) = json.loads(self.body)["errors"]
        return self.status, error["code"], error["message"]


def host_of(account: Account) -> str:
    return f"{account.id}.dkr.ecr.{account.region}.amazonaws.com"


def token_of(account: Account, **request) -> str:
    (data,) = account.ecr.get_authorization_token(**request)["authorizationData"]
    return data["authorizationToken"]


def ask(url: str, token: str | None = None, method: str = "GET", **headers: str) -> Answer:
    """A request by HTTPS through the proxy, which follows no redirect."""
    if token:
        headers["Authorization"] = f"Basic {token}"
    proxy, authority = trusted()
    target = urlsplit(url)
    context = ssl.create_default_context(cafile=str(authority))
    connection = http.client.HTTPSConnection(*proxy, context=context, timeout=30)
    connection.set_tunnel(target.hostname, target.port or 443)
    try:
        connection.request(method, f"{target.path}?{target.query}" if target.query else target.path, headers=headers)
        with connection.getresponse() as answer:
            return Answer(answer.status, answer.headers, answer.read())
    finally:
        connection.close()


class Client:
    """A node of an account, which pulls from its own registry or another's."""

    def __init__(self, account: Account, registry: Account | None = None):
        self.host = host_of(registry or account)
        self.token = token_of(account)

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        return ask(f"https://{self.host}/v2/{path}", self.token, method, **headers)

    def manifest(self, name: str, reference: str = "v1", method: str = "GET") -> Answer:
        return self.get(f"{name}/manifests/{reference}", method)

    def blob(self, name: str, digest: str, **headers: str) -> Answer:
        """The bytes, from where the registry sends its client to."""
        redirected = self.get(f"{name}/blobs/{digest}")
        assert redirected.status == 307, redirected
        return ask(redirected.headers["Location"], **headers)
