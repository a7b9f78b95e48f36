"""Where images of an upstream registry come from: a registry that a test has started, else they are made up.

``PUT /upstreams`` takes the registries by the host that they stand for, in place of those before, such as
``{"registry-1.docker.io": "http://127.0.0.1:5000"}``; ``GET`` tells them.
"""

import json
from collections.abc import Iterable
from typing import Any, Protocol

import requests
from moto.secretsmanager.models import secretsmanager_backends

from emulated_aws.ecr import made_up
from emulated_aws.ecr.errors import (
    UpstreamAccessDeniedException,
    UpstreamTooManyRequestsException,
    UpstreamUnavailableException,
)
from emulated_aws.ecr.made_up import Artifact
from emulated_aws.ecr.upstreams import Upstream, upstream_at
from emulated_aws.requests import reply

PATH = "/upstreams"
MANIFESTS = (
    made_up.INDEX,
    made_up.MANIFEST,
    "application/vnd.docker.distribution.manifest.list.v2+json",
    "application/vnd.docker.distribution.manifest.v2+json",
)
DIGEST = "Docker-Content-Digest"
TIMEOUT = 30

REGISTRIES: dict[str, str] = {}


class Source(Protocol):
    """An upstream registry as ECR asks it; what it does not have is None."""

    def digest(self, path: str, tag: str) -> str | None: ...

    def manifest(self, path: str, reference: str) -> Artifact | None: ...

    def blob(self, path: str, digest: str) -> bytes: ...

    def referrers(self, path: str, digest: str) -> list[str]: ...


def source_of(rule: dict[str, Any]) -> Source:
    """The source that a rule names; an error of it names the rule."""
    host = rule["upstreamRegistryUrl"]
    if host not in REGISTRIES:
        return MadeUp(upstream_at(host), host)
    return Registry(REGISTRIES[host], rule["ecrRepositoryPrefix"], credential_of(rule))


def credential_of(rule: dict[str, Any]) -> tuple[str, str] | None:
    if "credentialArn" not in rule:
        return None
    _, _, _, region, account, *_ = rule["credentialArn"].split(":")
    secrets = secretsmanager_backends[account][region]
    text = secrets.get_secret_value(rule["credentialArn"], version_id=None, version_stage="AWSCURRENT")["SecretString"]
    value = json.loads(text)
    return value["username"], value["accessToken"]


class MadeUp:
    """Any path and tag exists, save those that no upstream registry of the kind has."""

    def __init__(self, upstream: Upstream, host: str):
        self._upstream = upstream
        self._host = host

    def digest(self, path: str, tag: str) -> str | None:
        return None  # a tag that is cached never moves

    def manifest(self, path: str, reference: str) -> Artifact | None:
        return made_up.image(f"{self._host}/{path}:{reference}") if self._upstream.has(path) else None

    def blob(self, path: str, digest: str) -> bytes:
        raise AssertionError("made-up images come with their blobs")

    def referrers(self, path: str, digest: str) -> list[str]:
        return []


class Registry:
    """A registry that speaks the OCI distribution API, without authentication or with the Basic scheme.

    https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md
    """

    _session = requests.Session()
    _session.trust_env = False
    _session.mount("http://", requests.adapters.HTTPAdapter(pool_maxsize=64))

    def __init__(self, url: str, prefix: str, credential: tuple[str, str] | None):
        self._url = url.rstrip("/")
        self._prefix = prefix
        self._credential = credential

    def digest(self, path: str, tag: str) -> str | None:
        answer = self._ask("HEAD", f"{path}/manifests/{tag}", Accept=", ".join(MANIFESTS))
        return None if answer is None else answer.headers[DIGEST]

    def manifest(self, path: str, reference: str) -> Artifact | None:
        answer = self._ask("GET", f"{path}/manifests/{reference}", Accept=", ".join(MANIFESTS))
        return None if answer is None else Artifact(answer.content.decode(), answer.headers["Content-Type"])

    def blob(self, path: str, digest: str) -> bytes:
        answer = self._ask("GET", f"{path}/blobs/{digest}")
        if answer is None:
            raise UpstreamUnavailableException(prefix=self._prefix, reason=f"it has no blob {digest}")
        return answer.content

    def referrers(self, path: str, digest: str) -> list[str]:
        """By the referrers API, else by the tag that stands for it where a registry has no such API."""
        answer = self._ask("GET", f"{path}/referrers/{digest}")
        if answer is None:
            answer = self._ask("GET", f"{path}/manifests/{digest.replace(':', '-')}", Accept=made_up.INDEX)
        return [] if answer is None else [it["digest"] for it in answer.json().get("manifests", [])]

    def _ask(self, method: str, what: str, **headers: str) -> requests.Response | None:
        try:
            answer = self._session.request(
                method, f"{self._url}/v2/{what}", headers=headers, auth=self._credential, timeout=TIMEOUT
            )
        except requests.RequestException as unreachable:
            reason = f"the upstream registry does not answer ({type(unreachable).__name__})"
            raise UpstreamUnavailableException(prefix=self._prefix, reason=reason) from None
        match answer.status_code:
            case 200:
                return answer
            case 404:
                return None
            case 401 | 403:
                raise UpstreamAccessDeniedException(
                    prefix=self._prefix, reason="the authentication to the upstream registry failed"
                )
            case 429:
                raise UpstreamTooManyRequestsException(
                    prefix=self._prefix, reason="the upstream registry takes no more requests for now"
                )
            case status:
                raise UpstreamUnavailableException(
                    prefix=self._prefix, reason=f"the upstream registry answers with {status}"
                )


def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """The control endpoint."""
    if environ["REQUEST_METHOD"] == "GET":
        return reply(start_response, "200 OK", "application/json", json.dumps(REGISTRIES))
    try:
        registries = json.loads(environ["emulated_aws.request"].body)
        for host in registries:
            upstream_at(host)
    except Exception as wrong:
        return reply(start_response, "400 Bad Request", "text/plain", f"{wrong}\n")
    REGISTRIES.clear()
    REGISTRIES.update(registries)
    start_response("204 No Content", [])
    return []
