"""An upstream registry in this process, which can be as bad as a test wants; sandbox/upstream starts a real one."""

import base64
import json
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from emulated_aws.ecr.made_up import Artifact, digest_of
from tests.emulation import CREDENTIAL, endpoint

USER = json.loads(CREDENTIAL)


class Upstream:
    """Stands for a host until it is closed; ``asked`` has what it was asked for since it was last looked at."""

    def __init__(self, host: str):
        self.manifests: dict[str, Artifact] = {}
        self.blobs: dict[str, bytes] = {}
        self.status: int | None = None
        self.wants_user = False
        self._asked: list[str] = []
        upstream = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                upstream._asked.append(f"{self.command} {self.path.removeprefix('/v2/')}")
                status, media_type, body = upstream._answer(self.path, self.headers.get("Authorization"))
                self.send_response(status)
                self.send_header("Content-Type", media_type)
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Docker-Content-Digest", digest_of(body))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)

            do_HEAD = do_GET

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        stand_for({host: f"http://127.0.0.1:{self._server.server_port}"})

    def push(self, name: str, artifact: Artifact, *references: str) -> str:
        """The digest of what the path then has, under that and other references."""
        digest = digest_of(artifact.manifest)
        for reference in (digest, *references):
            self.manifests[f"/v2/{name}/manifests/{reference}"] = artifact
        self.blobs |= artifact.blobs
        return digest

    @property
    def asked(self) -> list[str]:
        asked, self._asked = self._asked, []
        return asked

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def close(self) -> None:
        self.stop()
        stand_for({})

    def _answer(self, path: str, authorization: str | None) -> tuple[int, str, bytes]:
        user = base64.b64encode(f"{USER['username']}:{USER['accessToken']}".encode()).decode()
        if self.wants_user and authorization != f"Basic {user}":
            return 401, "text/plain", b""
        if self.status:
            return self.status, "text/plain", b""
        if path in self.manifests:
            artifact = self.manifests[path]
            return 200, artifact.media_type, artifact.manifest.encode()
        blob = self.blobs.get(path.rpartition("/")[2])
        return (404, "text/plain", b"") if blob is None else (200, "application/octet-stream", blob)


def stand_for(registries: dict[str, str]) -> None:
    body = json.dumps(registries).encode()
    urllib.request.urlopen(urllib.request.Request(f"{endpoint()}/upstreams", data=body, method="PUT")).close()
