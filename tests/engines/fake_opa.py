"""A server that answers like an OPA with something wrong with it."""

from __future__ import annotations

import json
import re
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class FakeOpa:
    """What the server says: its version, and what it answers to questions about subjects."""

    def __init__(self, *, version="1.22.2", status=200, answer=None, delay=0.0):
        self.version = version
        self.status = status
        self.answer = answer
        self.delay = delay
        self.requests = []

    def respond(self, path):
        if path.startswith("/v1/data/tipstaff/server/version"):
            return 200, {"result": self.version}
        if re.match(r"/v1/data/tipstaff/entry/", path):
            time.sleep(self.delay)
            return self.status, self.answer
        return (200, {"result": []}) if path == "/v1/policies" else (200, {})


@contextmanager
def serving(fake):
    """Serve on a free port, and give the URL."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self):
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            fake.requests.append((self.command, self.path))
            status, answer = fake.respond(self.path)
            body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_PUT = do_POST = do_DELETE = handle_any  # noqa: N815  # the base class calls them

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
