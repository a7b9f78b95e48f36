"""The registry API of ECR, for pulls, at the hosts of its registries.

https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md, and errors as ECR words them
"""

import json
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qs

from moto.core.exceptions import ServiceException
from moto.ecr.exceptions import RepositoryNotFoundException
from moto.ecr.models import ecr_backends

from emulated_aws.ecr import api, hosts, made_up
from emulated_aws.ecr.errors import UpstreamAccessDeniedException, UpstreamTooManyRequestsException
from emulated_aws.ecr.models import CachingRegistry
from emulated_aws.ecr.routes import route_of
from emulated_aws.ecr.tokens import Caller, caller_of

NAMES = re.compile(api.MODEL.shape_for("RepositoryName").metadata["pattern"])
UPSTREAM_DENIED = (
    "The authentication to the upstream registry failed. Verify that the credentials are valid and try again."
)
# What faults answer.
PLANNED = {
    "throttle": ("429 Too Many Requests", "TOOMANYREQUESTS", "Rate exceeded"),
    "fail": ("500 Internal Server Error", "UNKNOWN", "Internal server error"),
    "deny": (
        "403 Forbidden",
        "DENIED",
        "User: {principal} is not authorized to perform: {action} on resource: {repository} "
        "because no identity-based policy allows the {action} action",
    ),
    "expire": ("403 Forbidden", "DENIED", "Your authorization token has expired. Reauthenticate and try again."),
}
PERMISSIONS = {"GetBlob": "ecr:GetDownloadUrlForLayer", "GetReferrers": "ecr:ListImageReferrers"}
VERSION = ("Docker-Distribution-Api-Version", "registry/2.0")

Headers = list[tuple[str, str]]


class Refusal(Exception):
    def __init__(self, status: str, code: str, message: str):
        super().__init__(message)
        self.status = status
        self.body = json.dumps({"errors": [{"code": code, "message": message}]}).encode()


def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """The WSGI application of every registry: the host says of which account and Region it is."""
    account, region = hosts.registry_at(hosts.name_of(environ["HTTP_HOST"]))
    caller = caller_of(environ.get("HTTP_AUTHORIZATION", ""), region)
    if caller is None:
        realm = f'Basic realm="https://{hosts.name_of(environ["HTTP_HOST"])}/",service="ecr.amazonaws.com"'
        challenge = ("WWW-Authenticate", realm)
        return send(environ, start_response, "401 Unauthorized", [challenge], b"Not Authorized\n", "text/plain")
    try:
        status, headers, body, media_type = route(environ, ecr_backends[account][region], caller)
        return send(environ, start_response, status, headers, body, media_type)
    except Refusal as refusal:
        return send(environ, start_response, refusal.status, [], refusal.body)


def refuse_as_planned(environ: dict[str, Any], start_response: Any, fault: str) -> Iterable[bytes]:
    """A planned fault in the words of ECR, whatever token the request has."""
    account, region = hosts.registry_at(hosts.name_of(environ["HTTP_HOST"]))
    caller = caller_of(environ.get("HTTP_AUTHORIZATION", ""), region)
    action, name, _ = route_of(environ["PATH_INFO"])
    status, code, message = PLANNED[fault]
    message = message.format(
        principal=caller and caller.principal or f"arn:aws:iam::{account}:root",
        action=PERMISSIONS.get(action, "ecr:BatchGetImage"),
        repository=f"arn:aws:ecr:{region}:{account}:repository/{name}",
    )
    return send(environ, start_response, status, [], Refusal(status, code, message).body)


def route(environ: dict[str, Any], registry: CachingRegistry, caller: Caller) -> tuple[str, Headers, bytes, str]:
    """Status, headers, body and media type."""
    found = route_of(environ["PATH_INFO"])
    if found is None:
        raise Refusal("404 Not Found", "NAME_UNKNOWN", "There is no such path.")
    action, name, reference = found
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        raise Refusal("405 Method Not Allowed", "UNSUPPORTED", "The operation is unsupported.")
    if action == "GetVersion":
        return "200 OK", [], b"{}", "application/json"
    if not NAMES.fullmatch(name):
        reason = f"must satisfy regular expression '{NAMES.pattern}'"
        message = f"Invalid parameter at 'repositoryName' failed to satisfy constraint: '{reason}'"
        raise Refusal("400 Bad Request", "NAME_INVALID", message)
    try:
        return ACTIONS[action](registry, name, reference, caller, environ)
    except RepositoryNotFoundException as unknown:
        raise Refusal("404 Not Found", "NAME_UNKNOWN", unknown.message) from None
    except UpstreamAccessDeniedException:
        raise Refusal("403 Forbidden", "DENIED", UPSTREAM_DENIED) from None
    except UpstreamTooManyRequestsException as limited:
        raise Refusal("429 Too Many Requests", "TOOMANYREQUESTS", limited.message) from None
    except ServiceException as failed:
        raise Refusal("500 Internal Server Error", "UNKNOWN", failed.message) from None


def manifest(
    registry: CachingRegistry, name: str, reference: str, caller: Caller, environ: dict[str, Any]
) -> tuple[str, Headers, bytes, str]:
    image_id = {"imageDigest" if ":" in reference else "imageTag": reference}
    image = registry.pulls.pull(name, image_id, caller.principal)
    if image is None:
        raise Refusal("404 Not Found", "MANIFEST_UNKNOWN", "Requested image not found")
    return "200 OK", [("Docker-Content-Digest", image.digest)], image.manifest.encode(), image.media_type


def blob(
    registry: CachingRegistry, name: str, digest: str, caller: Caller, environ: dict[str, Any]
) -> tuple[str, Headers, bytes, str]:
    """The bucket has the bytes; only their length is known here."""
    repository = registry._get_repository(name)
    if digest not in repository.layers:
        raise Refusal("404 Not Found", "BLOB_UNKNOWN", "blob unknown to registry")
    told = [("Docker-Content-Digest", digest)]
    if environ["REQUEST_METHOD"] == "HEAD":
        length = ("Content-Length", str(repository.layers[digest]))
        return "200 OK", [*told, length], b"", "application/octet-stream"
    url = registry.images.url(digest)
    return "307 Temporary Redirect", [*told, ("Location", url)], b"", "application/octet-stream"


def referrers(
    registry: CachingRegistry, name: str, digest: str, caller: Caller, environ: dict[str, Any]
) -> tuple[str, Headers, bytes, str]:
    wanted = parse_qs(environ.get("QUERY_STRING", "")).get("artifactType")
    descriptors = [it.descriptor for it in registry.pulls.referrers(name, digest)]
    if wanted:
        descriptors = [it for it in descriptors if it.get("artifactType") in wanted]
    headers = [("OCI-Filters-Applied", "artifactType")] if wanted else []
    return "200 OK", headers, made_up.manifest(made_up.INDEX, manifests=descriptors).encode(), made_up.INDEX


def tags(
    registry: CachingRegistry, name: str, _: str, caller: Caller, environ: dict[str, Any]
) -> tuple[str, Headers, bytes, str]:
    query = parse_qs(environ.get("QUERY_STRING", ""))
    last, limit = query.get("last", [""])[0], int(query.get("n", ["1000"])[0])
    repository = registry._get_repository(name)
    every = [tag for tag in sorted(tag for image in repository.images for tag in image.tags) if tag > last]
    shown = every[:limit]
    more = [("Link", f'</v2/{name}/tags/list?n={limit}&last={shown[-1]}>; rel="next"')] if every[limit:] else []
    return "200 OK", more, json.dumps({"name": name, "tags": shown}).encode(), "application/json"


ACTIONS = {"GetManifest": manifest, "GetBlob": blob, "GetReferrers": referrers, "ListTags": tags}


def send(
    environ: dict[str, Any],
    start_response: Any,
    status: str,
    headers: Headers,
    body: bytes,
    media_type: str = "application/json; charset=utf-8",
) -> Iterable[bytes]:
    headers = [VERSION, ("Content-Type", media_type), *headers]
    if not any(name == "Content-Length" for name, _ in headers):
        headers.append(("Content-Length", str(len(body))))
    start_response(status, headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
