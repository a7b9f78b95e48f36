"""Runs moto's WSGI application, extended and populated, on the loopback interface."""

import json
import os
import signal
import sys
import traceback
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import make_server

from emulated_aws import ecr, world
from emulated_aws.faults import BadDay


def serve(port: int, port_file: Path, world_file: Path) -> None:
    """Serve until SIGTERM or SIGINT; ``port_file`` exists for as long as requests are accepted."""
    ecr.extend_moto()
    world.populate(world.read(world_file))

    server = make_server("127.0.0.1", port, BadDay(answer), threaded=True, request_handler=MotoRequestHandler)
    for stop in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop, lambda *_: sys.exit(0))
    publish(server.server_port, port_file)
    try:
        server.serve_forever()
    finally:
        port_file.unlink(missing_ok=True)


def publish(port: int, port_file: Path) -> None:
    """Write the port in one step, so that a reader never sees half of it."""
    draft = port_file.with_name(f"{port_file.name}.{os.getpid()}")
    draft.write_text(f"{port}\n")
    draft.replace(port_file)


moto = DomainDispatcherApplication(create_backend_app)


def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """moto's answer; where moto fails, a 501, because AWS clients repeat a 500 for minutes."""
    try:
        return moto(environ, start_response)
    except Exception as failure:
        traceback.print_exc()
        start_response("501 Not Implemented", [("Content-Type", "application/x-amz-json-1.1")])
        return [json.dumps({"__type": "NotImplemented", "message": f"The emulation failed: {failure!r}"}).encode()]
