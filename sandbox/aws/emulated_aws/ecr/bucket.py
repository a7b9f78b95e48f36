"""The bucket that a registry sends clients to for the bytes of a layer, by a signed URL.

https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html#ecr-setting-up-s3-gateway
"""

import re
from collections.abc import Iterable
from typing import Any

from moto.ecr.models import ecr_backends

from emulated_aws.ecr import hosts

ERROR = '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>{code}</Code><Message>{message}</Message></Error>'
ONE_MECHANISM = (
    "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, "
    "Signature query string parameter or the Authorization header should be specified"
)

# What faults answer.
PLANNED = {
    "throttle": ("503 Slow Down", "SlowDown", "Please reduce your request rate."),
    "fail": ("500 Internal Server Error", "InternalError", "We encountered an internal error. Please try again."),
    "deny": ("403 Forbidden", "AccessDenied", "Access Denied"),
}


def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """The WSGI application of the bucket: whole blobs, or a range of one."""
    region = hosts.BUCKET.fullmatch(hosts.name_of(environ["HTTP_HOST"]))[1]
    if "X-Amz-Signature=" not in environ.get("QUERY_STRING", ""):
        return refuse(start_response, *PLANNED["deny"])
    if "HTTP_AUTHORIZATION" in environ:
        return refuse(start_response, "400 Bad Request", "InvalidArgument", ONE_MECHANISM)
    account, _, digest = environ["PATH_INFO"].strip("/").partition("/")
    blob = ecr_backends[account][region].images.blobs.get(digest)
    if blob is None:
        return refuse(start_response, "404 Not Found", "NoSuchKey", "The specified key does not exist.")
    return send(environ, start_response, blob)


def send(environ: dict[str, Any], start_response: Any, blob: bytes) -> Iterable[bytes]:
    headers = [("Content-Type", "application/octet-stream"), ("Accept-Ranges", "bytes")]
    status = "200 OK"
    found = re.fullmatch(r"bytes=(\d+)-(\d*)", environ.get("HTTP_RANGE", ""))
    if found:
        first, last = int(found[1]), min(int(found[2] or len(blob)), len(blob) - 1)
        if first > last:
            return refuse(
                start_response, "416 Range Not Satisfiable", "InvalidRange", "The requested range is not satisfiable"
            )
        headers.append(("Content-Range", f"bytes {first}-{last}/{len(blob)}"))
        status, blob = "206 Partial Content", blob[first : last + 1]
    start_response(status, [*headers, ("Content-Length", str(len(blob)))])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [blob]


def refuse(start_response: Any, status: str, code: str, message: str) -> Iterable[bytes]:
    body = ERROR.format(code=code, message=message).encode()
    start_response(status, [("Content-Type", "application/xml"), ("Content-Length", str(len(body)))])
    return [body]
