"""Runs moto's WSGI application, extended and populated, on the loopback interface."""

import json
import os
import signal
import traceback
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cheroot import wsgi
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

from emulated_aws import contents, ecr, faults, quotas, simulator, world
from emulated_aws.authority import Authority
from emulated_aws.ecr import bucket, distribution, hosts, sources
from emulated_aws.proxy import Connection, Gateway
from emulated_aws.requests import Counted, reply

# More than clients ask at once: the plan of faults may hold requests.
THREADS = 64


class Server(wsgi.Server):
    """Keeps connections for as long as clients do, as AWS does for longer than any command here takes.

    An answer upon which the connection ends, or one that ends while a client sends its next request, makes an AWS SDK
    repeat what was done: then things exist already.
    """

    keep_alive_conn_limit = None
    ConnectionClass = Connection

    def __init__(self, port: int, application: Any):
        super().__init__(
            ("127.0.0.1", port), application, numthreads=THREADS, request_queue_size=THREADS, timeout=3600
        )
        self.gateway = Gateway


def serve(port: int, port_file: Path, world_file: Path) -> None:
    """Serve until SIGTERM or SIGINT; ``port_file`` exists for as long as requests are accepted."""
    ecr.extend_moto()
    simulator.extend_moto()
    quotas.extend_moto()
    world.populate(world.read(world_file))

    server = Server(port, Counted(faults.BadDay(answer)))
    server.prepare()
    Gateway.authority = Authority()
    trusted = Gateway.authority.publish(port_file)

    def end(*_: Any) -> None:
        for file in (port_file, *trusted):
            file.unlink(missing_ok=True)
        # What is held or under way ends with it: there is nothing to keep.
        os._exit(0)

    for stop in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop, end)
    publish(server.bind_addr[1], port_file)
    server.serve()


def publish(port: int, port_file: Path) -> None:
    """Write the port in one step, so that a reader never sees half of it."""
    draft = port_file.with_name(f"{port_file.name}.{os.getpid()}")
    draft.write_text(f"{port}\n")
    draft.replace(port_file)


moto = DomainDispatcherApplication(create_backend_app)
CONTROLS = {contents.PATH: contents.answer, sources.PATH: sources.answer}


def application_of(environ: dict[str, Any]) -> Any:
    host = hosts.name_of(environ.get("HTTP_HOST", ""))
    if hosts.registry_at(host):
        return distribution.answer
    if hosts.is_bucket(host):
        return bucket.answer
    return CONTROLS.get(environ["PATH_INFO"], moto)


def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """The answer of moto or of what is beside it; where one fails, a 501, because AWS clients repeat a 500 for minutes."""
    try:
        return application_of(environ)(environ, start_response)
    except Exception as failure:
        traceback.print_exc()
        text = json.dumps({"__type": "NotImplemented", "message": f"The emulation failed: {failure!r}"})
        return reply(start_response, "501 Not Implemented", "application/x-amz-json-1.1", text)
