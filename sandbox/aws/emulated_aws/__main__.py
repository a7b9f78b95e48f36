"""Command line: ``python -m emulated_aws --port-file FILE [--port N] [--world world.json]``."""

import argparse
import os
from pathlib import Path

PROJECT_WORLD = Path(__file__).parent.parent / "world.json"


def main() -> None:
    parser = argparse.ArgumentParser(prog="emulated_aws", description="Serve an emulated AWS until SIGTERM.")
    parser.add_argument("--port-file", type=Path, required=True, help="written once requests are accepted")
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1 (default: a free one)")
    parser.add_argument("--world", type=Path, default=PROJECT_WORLD, help="organisation and accounts at start")
    arguments = parser.parse_args()

    forget_callers_aws()
    from emulated_aws.server import serve  # moto reads its settings when it is imported

    serve(arguments.port, arguments.port_file, arguments.world)


def forget_callers_aws() -> None:
    """Keep profiles, endpoints, settings of moto and sockets of the calling shell out of the emulation."""
    for name in [name for name in os.environ if name.startswith(("AWS_", "MOTO_", "LISTEN_"))]:
        del os.environ[name]


if __name__ == "__main__":
    main()
