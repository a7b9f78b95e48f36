"""Clients reach a registry by its true name: through this server as their proxy, which ends their TLS itself.

Of a client no more is asked than on a machine behind a company's proxy: ``HTTPS_PROXY``, and a CA to trust.
"""

import io
from typing import Any

from cheroot import server, wsgi
from cheroot.makefile import StreamReader, StreamWriter

from emulated_aws import faults
from emulated_aws.authority import Authority
from emulated_aws.ecr import hosts

ESTABLISHED = b"HTTP/1.1 200 Connection established\r\n\r\n"


class Gateway(wsgi.Gateway_10):
    """Hands the application the connection too, for faults to end it, and sends a whole answer at once.

    Of an answer whose head comes before its body, a client may close the connection between the two: now and then the
    AWS provider does, and asks again.
    """

    authority: Authority

    def get_environ(self) -> dict[str, Any]:
        return {**super().get_environ(), faults.SOCKET: self.req.conn.socket}

    def respond(self) -> None:
        if self.req.method == b"CONNECT":
            self._tunnel()
            return
        connection = self.req.conn
        connection.wfile, wire = io.BytesIO(), connection.wfile
        try:
            super().respond()
            wire.write(connection.wfile.getvalue())
        finally:
            connection.wfile = wire

    def _tunnel(self) -> None:
        """The connection goes on in TLS, as one to the host: its requests are served like all others."""
        host, connection = hosts.name_of(self.req.uri.decode()), self.req.conn
        self.req.sent_headers = True
        self.req.close_connection = not hosts.is_ours(host)  # which HTTP/1.0, in which some clients ask, would be
        if self.req.close_connection:
            self.req.simple_response("403 Forbidden", f"{host} is no host of the emulated AWS\n")
            return
        connection.wfile.write(ESTABLISHED)
        connection.socket = self.authority.context(host).wrap_socket(connection.socket, server_side=True)
        connection.rfile = TlsReader(connection.socket, "rb", connection.rbufsize)
        connection.wfile = StreamWriter(connection.socket, "wb", connection.wbufsize)


class TlsReader(StreamReader):
    """Knows of what has arrived and waits in the TLS layer, which no selector sees."""

    def has_data(self) -> bool:
        return super().has_data() or self.raw._sock.pending() > 0


class Request(server.HTTPRequest):
    """A request to a server, or to a proxy."""

    def __init__(self, of: server.HTTPServer, connection: server.HTTPConnection):
        super().__init__(of, connection, proxy_mode=True)


class Connection(server.HTTPConnection):
    RequestHandlerClass = Request
