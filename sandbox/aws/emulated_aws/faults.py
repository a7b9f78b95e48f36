"""What AWS does on a bad day, as often as a test asks for it.

``PUT /faults`` takes the plan, a list of faults, in place of the one before; ``[]`` is a good day again. ``GET`` tells
what is left of it.
"""

import errno
import json
import socket
import threading
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Any

from emulated_aws.ecr import bucket, conditions, distribution, routes
from emulated_aws.requests import Request, reply

PATH = "/faults"
SOCKET = "emulated_aws.socket"
EVERY_TIME = 1_000_000

ERRORS = {
    "throttle": (HTTPStatus.BAD_REQUEST, "ThrottlingException", "Rate exceeded"),
    "fail": (HTTPStatus.INTERNAL_SERVER_ERROR, "InternalFailure", "The request processing has failed."),
    "deny": (HTTPStatus.BAD_REQUEST, "AccessDeniedException", "The caller is not authorized to perform: {action}"),
}
OTHERS = {"drop", "lose", "delay", "hold"}
# Of ECR as a whole, not of single requests.
CONDITIONS = {"hide-secret", "rule-first", "check-tags"}
KINDS = OTHERS | CONDITIONS | ERRORS.keys() | distribution.PLANNED.keys()


@dataclass
class Fault:
    """One kind of fault of one action, in ``times`` requests whose body contains a text; or a condition of ECR."""

    fault: str
    service: str = ""
    action: str = ""
    times: int = EVERY_TIME
    seconds: float = 0
    containing: str = ""

    def __post_init__(self) -> None:
        if self.fault not in KINDS:
            raise ValueError(f"There is no fault '{self.fault}'.")
        if self.fault in CONDITIONS:
            return
        of = {routes.SERVICE: distribution.PLANNED}.get(self.service, ERRORS)
        if self.fault not in OTHERS | (bucket.PLANNED if self.action == routes.LAYER else of).keys():
            raise ValueError(f"The service '{self.service}' has no fault '{self.fault}'.")
        if not (self.service and self.action):
            raise ValueError(f"The fault '{self.fault}' needs a service and an action.")

    def hits(self, request: Request) -> bool:
        return (
            self.times > 0
            and (self.service, self.action) == (request.service, request.action)
            and self.containing.encode() in request.body
        )


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
        request = environ["emulated_aws.request"]
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
            case error if request.action == routes.LAYER:
                return bucket.refuse(start_response, *bucket.PLANNED[error])
            case error if request.service == routes.SERVICE:
                return distribution.refuse_as_planned(environ, start_response, error)
            case error:
                return refuse(request, error, start_response)

    def _tell(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        return reply(start_response, "200 OK", "application/json", json.dumps([asdict(it) for it in self._plan]))

    def _replan(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        try:
            plan = [Fault(**fault) for fault in json.loads(environ["emulated_aws.request"].body)]
        except (TypeError, ValueError) as wrong:
            return reply(start_response, "400 Bad Request", "text/plain", f"{wrong}\n")
        self._plan, self._replanned, before = plan, threading.Event(), self._replanned
        before.set()
        conditions.NOW.secret_delay = max((it.seconds for it in plan if it.fault == "hide-secret"), default=0)
        tag_lifetimes = [it.seconds for it in plan if it.fault == "check-tags"]
        conditions.NOW.tag_lifetime = min(tag_lifetimes, default=conditions.DAY)
        conditions.NOW.rule_first = any(it.fault == "rule-first" for it in plan)
        start_response("204 No Content", [])
        return []

    def _next(self, request: Request) -> Fault | None:
        with self._lock:
            fault = next((fault for fault in self._plan if fault.hits(request)), None)
            if fault:
                fault.times -= 1
            return fault


def refuse(request: Request, fault: str, start_response: Any) -> Iterable[bytes]:
    """An error in the words of the request's protocol: JSON, or the XML of older services."""
    status, code, message = ERRORS[fault]
    message = message.format(action=f"{request.service}:{request.action}")
    status = f"{status.value} {status.phrase}"
    if request.speaks_json:
        text = json.dumps({"__type": code, "message": message})
        return reply(start_response, status, "application/x-amz-json-1.1", text)
    code = code.removesuffix("Exception")
    text = f"<ErrorResponse><Error><Code>{code}</Code><Message>{message}</Message></Error></ErrorResponse>"
    return reply(start_response, status, "text/xml", text)


def hang_up(environ: dict[str, Any]) -> Iterable[bytes]:
    """The end of the connection, without an answer."""
    environ[SOCKET].shutdown(socket.SHUT_RDWR)
    raise ConnectionAbortedError(errno.ECONNABORTED, "planned")
