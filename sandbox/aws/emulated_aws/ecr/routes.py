"""What a request to a registry's host, or to its bucket, asks for, by names like those of an API's operations."""

import re
from typing import Any

from emulated_aws.ecr import hosts

SERVICE = "ecr-registry"
LAYER = "GetLayer"
ROUTES = (
    (re.compile(r"/v2/?()()"), "GetVersion"),
    (re.compile(r"/v2/(.+)/manifests/([^/]+)"), "GetManifest"),
    (re.compile(r"/v2/(.+)/blobs/([^/]+)"), "GetBlob"),
    (re.compile(r"/v2/(.+)/referrers/([^/]+)"), "GetReferrers"),
    (re.compile(r"/v2/(.+)/tags/list()"), "ListTags"),
)


def route_of(path: str) -> tuple[str, str, str] | None:
    """The action, the repository's name and the reference of a path of the registry API."""
    for pattern, action in ROUTES:
        if found := pattern.fullmatch(path):
            return action, *found.groups()
    return None


def asked(environ: dict[str, Any]) -> tuple[str, str] | None:
    """The Region and the action of a request to a registry or its bucket."""
    host = hosts.name_of(environ.get("HTTP_HOST", ""))
    if registry := hosts.registry_at(host):
        route = route_of(environ["PATH_INFO"])
        return registry[1], route[0] if route else ""
    if hosts.is_bucket(host):
        return hosts.BUCKET.fullmatch(host)[1], LAYER
    return None
