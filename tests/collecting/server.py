"""A web server on this machine that misbehaves on request, and remembers what it was asked."""

from __future__ import annotations

import hashlib
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SIZE = 20_000


def document(name: str, size: int = SIZE) -> bytes:
    """The bytes of a document: a PDF by its first bytes, different for each name."""
    block = hashlib.sha256(name.encode()).digest()
    return b"%PDF-1.7\n" + (block * (size // len(block) + 1))[: size - 9]


class Server(ThreadingHTTPServer):
    """The server; ``asked`` counts paths, ``log`` has moments, paths, statuses and ranges."""

    daemon_threads = True

    def __init__(self, *, pause: float = 0.0) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.pause = pause
        self.robots = (404, "")
        self.asked: Counter[str] = Counter()
        self.log: list[tuple[float, str, str, int]] = []
        self.agents: set[str] = set()
        self.bytes_sent = 0
        self.version = "1"
        self.pages: dict[str, tuple[str, bytes]] = {}
        self.bodies: list[bytes] = []
        self.busy = self.most_busy = 0
        self.lock = threading.Lock()
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, *_: object) -> None:
        """A client that goes away is no news."""


class Handler(BaseHTTPRequestHandler):
    """Answers; the first part of the path says how."""

    protocol_version = "HTTP/1.1"
    server: Server

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        with self.server.lock:
            self.server.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.do_GET()

    def do_GET(self) -> None:
        with self.server.lock:
            self.server.asked[self.path] += 1
            self.server.agents.add(self.headers.get("User-Agent", ""))
            self.server.log.append(
                (time.monotonic(), self.path, self.headers.get("Range", ""), self.server.asked[self.path])
            )
            if not self.path.startswith("/robots"):
                self.server.busy += 1
                self.server.most_busy = max(self.server.most_busy, self.server.busy)
        try:
            first = self.path.split("/")[1].split("?")[0]
            if self.path in self.server.pages or self.path.split("?")[0] in self.server.pages:
                kind, body = self.server.pages.get(self.path) or self.server.pages[self.path.split("?")[0]]
                self.whole(body, kind)
            elif first == "robots.txt":
                self.whole(self.server.robots[1].encode(), "text/plain", self.server.robots[0])
            else:
                getattr(self, f"on_{first}", self.on_missing)()
        finally:
            if not self.path.startswith("/robots"):
                with self.server.lock:
                    self.server.busy -= 1

    def whole(self, body: bytes, kind: str = "application/pdf", status: int = 200, **headers: str) -> None:
        """A whole answer, a little at a time when the server is slow."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        for start in range(0, len(body), 4096):
            self.wfile.write(body[start : start + 4096])
            with self.server.lock:
                self.server.bytes_sent += len(body[start : start + 4096])
            if self.server.pause:
                time.sleep(self.server.pause)

    def on_missing(self) -> None:
        self.whole(b"weg", "text/html", 404)

    def on_doc(self) -> None:
        """A document as a good server gives it: with a version, ranges and conditions."""
        body, tag = document(self.path + self.server.version), f'"{self.server.version}"'
        asked = self.headers.get("Range", "")
        if self.headers.get("If-None-Match") == tag:
            self.send_response(304)
            self.end_headers()
        elif asked and self.headers.get("If-Range") == tag:
            start = int(asked.removeprefix("bytes=").rstrip("-"))
            about = f"bytes {start}-{len(body) - 1}/{len(body)}"
            self.whole(body[start:], status=206, ETag=tag, Content_Range=about)
        else:
            self.whole(body, ETag=tag)

    def on_truncated(self) -> None:
        """Half of a document, then the line goes dead; the rest when asked for it."""
        body = document(self.path)
        start = int((self.headers.get("Range") or "bytes=0-").removeprefix("bytes=").rstrip("-"))
        last = self.server.asked[self.path] > 2
        self.send_response(206 if start else 200)
        self.send_header("Content-Type", "application/pdf")
        self.send_header("Content-Length", str(len(body) - start))
        self.send_header("ETag", '"a"')
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        self.end_headers()
        self.wfile.write(body[start:] if last else body[start : start + 5000])
        self.close_connection = True

    def on_wrongrange(self) -> None:
        """Breaks off, and sends another part than is asked for."""
        body = document(self.path)
        self.send_response(206 if "Range" in self.headers else 200)
        self.send_header("Content-Type", "application/pdf")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", '"a"')
        if "Range" in self.headers:
            self.send_header("Content-Range", f"bytes 0-{len(body) - 1}/{len(body)}")
        self.end_headers()
        self.wfile.write(body if self.server.asked[self.path] > 1 else body[:5000])
        self.close_connection = True

    def on_busy(self) -> None:
        """Asks to wait a second, once."""
        if self.server.asked[self.path] == 1:
            self.whole(b"", "text/html", 429, Retry_After="1")
        else:
            self.whole(document(self.path))

    def on_later(self) -> None:
        self.whole(b"", "text/html", 503, Retry_After="86400")

    def on_broken(self) -> None:
        self.whole(b"", "text/html", 500)

    def on_huge(self) -> None:
        """Ten gigabytes, said beforehand."""
        self.send_response(200)
        self.send_header("Content-Type", "application/pdf")
        self.send_header("Content-Length", str(10 * 1024**3))
        self.end_headers()
        self.pour()

    def on_flood(self) -> None:
        """Ten gigabytes in chunks, without saying so."""
        self.send_response(200)
        self.send_header("Content-Type", "application/pdf")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.pour(chunked=True)

    def pour(self, *, chunked: bool = False) -> None:
        block = b"%PDF-" + bytes(1024 * 1024 - 5)
        self.close_connection = True
        for _ in range(10 * 1024):
            self.wfile.write(b"%x\r\n" % len(block) + block + b"\r\n" if chunked else block)
            with self.server.lock:
                self.server.bytes_sent += len(block)

    def on_drip(self) -> None:
        """A byte now and then."""
        self.send_response(200)
        self.send_header("Content-Type", "application/pdf")
        self.send_header("Content-Length", "100000")
        self.end_headers()
        for _ in range(200):
            self.wfile.write(b"%PDF-")
            time.sleep(0.05)

    def on_silent(self) -> None:
        time.sleep(3)

    def on_loop(self) -> None:
        self.redirect("/loop2/" if self.path.startswith("/loop/") else "/loop/")

    on_loop2 = on_loop

    def on_far(self) -> None:
        self.redirect(f"/far/{int(self.path.split('/')[2]) + 1}")

    def on_hop(self) -> None:
        self.redirect("/doc/na-een-sprong", 301)

    def on_to(self) -> None:
        """Anywhere."""
        self.redirect(self.path.removeprefix("/to/"))

    def redirect(self, place: str, status: int = 302) -> None:
        self.whole(b"", "text/html", status, Location=place)

    def on_video(self) -> None:
        self.whole(b"0" * 100, "video/mp4")

    def on_soft404(self) -> None:
        self.whole(b"<!DOCTYPE html><html><body>Niet gevonden</body></html>", "application/pdf")

    def on_empty(self) -> None:
        self.whole(b"")

    def on_gzip(self) -> None:
        self.whole(b"\x1f\x8b0000", Content_Encoding="gzip")

    def on_evil(self) -> None:
        """A name for the file that leads out of the folder."""
        self.whole(document(self.path), Content_Disposition='attachment; filename="../../../../etc/cron.d/x.pdf"')
