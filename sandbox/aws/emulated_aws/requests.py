"""What a request asks of which service, and which requests a client sent a second time."""

import io
import json
import re
import sys
import threading
import time
from collections.abc import Iterable
from typing import Any

from emulated_aws.ecr.routes import SERVICE, asked

PATH = "/requests"


class Request:
    """A request by its signature, its headers and its body; of the registry API, the path is the body."""

    def __init__(self, environ: dict[str, Any]):
        chunked = environ.get("wsgi.input_terminated")
        self.body = environ["wsgi.input"].read(*([] if chunked else [int(environ.get("CONTENT_LENGTH") or 0)]))
        environ["wsgi.input"] = io.BytesIO(self.body)  # moto reads it too
        scope = re.search(r"Credential=[^/]+/[^/]+/([^/]+)/([^/]+)/", environ.get("HTTP_AUTHORIZATION", ""))
        self.region, self.service = scope.groups() if scope else ("", "")
        target = environ.get("HTTP_X_AMZ_TARGET")
        form = re.search(rb"(?:^|&)Action=(\w+)", self.body)
        self.speaks_json = target is not None
        self.action = target.rpartition(".")[2] if target else form[1].decode() if form else ""
        attempt = re.search(r"\battempt=(\d+)", environ.get("HTTP_AMZ_SDK_REQUEST", ""))
        registry = asked(environ)
        if registry:
            self.service, (self.region, self.action) = SERVICE, registry
            self.body = self.body or environ["PATH_INFO"].encode()
        self.attempt = int(attempt[1]) if attempt else 1


class Counted:
    """A WSGI application around another, which logs and counts what it is asked.

    ``GET /requests`` tells how many there were and which of them were not a first attempt: every AWS SDK numbers its
    attempts in the header ``Amz-Sdk-Request``.
    """

    def __init__(self, application: Any):
        self._application = application
        self._count = 0
        self._repeated: list[dict[str, Any]] = []
        self._lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if (environ["REQUEST_METHOD"], environ["PATH_INFO"]) == ("GET", PATH):
            return reply(start_response, "200 OK", "application/json", self._tell())
        request = environ["emulated_aws.request"] = Request(environ)
        if request.service:
            self._add(request)

        def logged(status: str, *others: Any) -> Any:
            what = request.action or f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}"
            sys.stderr.write(f"{time.strftime('%H:%M:%S')} {request.service} {what}: {status}\n")
            return start_response(status, *others)

        return self._application(environ, logged)

    def _add(self, request: Request) -> None:
        with self._lock:
            self._count += 1
            if request.attempt > 1:
                self._repeated.append(
                    {"service": request.service, "action": request.action, "attempt": request.attempt}
                )

    def _tell(self) -> str:
        with self._lock:
            return json.dumps({"count": self._count, "repeated": self._repeated})


def reply(start_response: Any, status: str, content_type: str, text: str) -> Iterable[bytes]:
    """An answer of a known length, after which the connection can serve again."""
    body = text.encode()
    start_response(status, [("Content-Type", content_type), ("Content-Length", str(len(body)))])
    return [body]
