"""What AWS does on a bad day, as often as a test asks for it.

``PUT /faults`` takes the plan, a list of faults, in place of the one before; ``[]`` is a good day again. ``GET`` tells
what is left of it.
"""

import io
import json
import re
import socket
import threading
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Any

from moto.secretsmanager.models import secretsmanager_backends

from emulated_aws.ecr.errors import SecretNotFoundException

PATH = "/faults"
EVERY_TIME = 1_000_000

ERRORS = {
    "throttle": (HTTPStatus.BAD_REQUEST, "ThrottlingException", "Rate exceeded"),
    "fail": (HTTPStatus.INTERNAL_SERVER_ERROR, "InternalFailure", "The request processing has failed."),
    "deny": (HTTPStatus.BAD_REQUEST, "AccessDeniedException", "The caller is not authorized to perform: {action}"),
    "hide-secret": (HTTPStatus.BAD_REQUEST, SecretNotFoundException.code, SecretNotFoundException.message),
}
OTHERS = {"drop", "lose", "delay", "hold"}


@dataclass
class Fault:
    """One kind of fault of one action, in ``times`` requests whose body contains a text."""

    service: str
    action: str
    fault: str
    times: int = EVERY_TIME
    seconds: float = 0
    containing: str = ""

    def __post_init__(self) -> None:
        if self.fault not in OTHERS | ERRORS.keys():
            raise ValueError(f"There is no fault '{self.fault}'.")

    def hits(self, request: "Request") -> bool:
        return (
            self.times > 0
            and (self.service, self.action) == (request.service, request.action)
            and self.containing.encode() in request.body
            and (self.fault != "hide-secret" or request.secret_age() < self.seconds)
        )


class Request:
    """What a request asks of which service, by its signature and its body."""

    def __init__(self, environ: dict[str, Any]):
        self.body = body(environ)
        environ["wsgi.input"] = io.BytesIO(self.body)  # moto reads it too
        scope = re.search(r"Credential=[^/]+/[^/]+/([^/]+)/([^/]+)/", environ.get("HTTP_AUTHORIZATION", ""))
        self.region, self.service = scope.groups() if scope else ("", "")
        target = environ.get("HTTP_X_AMZ_TARGET")
        form = re.search(rb"(?:^|&)Action=(\w+)", self.body)
        self.speaks_json = target is not None
        self.action = target.rpartition(".")[2] if target else form[1].decode() if form else ""

    def secret_age(self) -> float:
        """Seconds since the secret was made that the request names; for ever when it names none."""
        arn = json.loads(self.body).get("credentialArn", "") if self.speaks_json else ""
        if not arn:
            return float("inf")
        account, region = arn.split(":")[4], arn.split(":")[3]
        secrets = secretsmanager_backends[account][region].secrets.values()
        return next((time.time() - secret.created_date for secret in secrets if secret.arn == arn), float("inf"))


class BadDay:
    """A WSGI application around another, which it lets down as planned."""

    def __init__(self, application: Any):
        self._application = application
        self._plan: list[Fault] = []
        self._replanned = threading.Event()
        self._lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"] == PATH:
            tell = {"GET": self._tell, "PUT": self._replan}[environ["REQUEST_METHOD"]]
            return tell(environ, start_response)
        replanned = self._replanned
        if not self._plan:
            return self._application(environ, start_response)
        request = Request(environ)
        fault = self._next(request)
        match fault and fault.fault:
            case None:
                return self._application(environ, start_response)
            case "delay":
                time.sleep(fault.seconds)
                return self._application(environ, start_response)
            case "hold":
                replanned.wait()
                return self._application(environ, start_response)
            case "drop":
                return hang_up(environ)
            case "lose":
                list(self._application(environ, lambda *_: None))
                return hang_up(environ)
            case error:
                return refuse(request, error, start_response)

    def _tell(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps([asdict(fault) for fault in self._plan]).encode()]

    def _replan(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        try:
            plan = [Fault(**fault) for fault in json.loads(body(environ))]
        except (TypeError, ValueError) as wrong:
            start_response("400 Bad Request", [("Content-Type", "text/plain")])
            return [f"{wrong}\n".encode()]
        self._plan, self._replanned, before = plan, threading.Event(), self._replanned
        before.set()
        start_response("204 No Content", [])
        return []

    def _next(self, request: Request) -> Fault | None:
        with self._lock:
            fault = next((fault for fault in self._plan if fault.hits(request)), None)
            if fault:
                fault.times -= 1
            return fault


def body(environ: dict[str, Any]) -> bytes:
    return environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))


def refuse(request: Request, fault: str, start_response: Any) -> Iterable[bytes]:
    """An error in the words of the request's protocol: JSON, or the XML of older services."""
    status, code, message = ERRORS[fault]
    message = message.format(action=f"{request.service}:{request.action}", reason="it is not known yet")
    if request.speaks_json:
        start_response(f"{status.value} {status.phrase}", [("Content-Type", "application/x-amz-json-1.1")])
        return [json.dumps({"__type": code, "message": message}).encode()]
    code = code.removesuffix("Exception")
    start_response(f"{status.value} {status.phrase}", [("Content-Type", "text/xml")])
    return [f"<ErrorResponse><Error><Code>{code}</Code><Message>{message}</Message></Error></ErrorResponse>".encode()]


def hang_up(environ: dict[str, Any]) -> Iterable[bytes]:
    """The end of the connection, without an answer."""
    environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
    raise ConnectionAbortedError
