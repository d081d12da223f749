"""The part of S3's protocol that a client of ours speaks: objects, ranges, uploads in parts, deletion in bulk."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


class BucketServer(ThreadingHTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Asked)
        self.objects: dict[str, bytes] = {}
        self.parts: dict[int, bytes] = {}
        self.calls: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


@contextmanager
def bucket_server() -> Iterator[BucketServer]:
    with BucketServer() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


class _Asked(BaseHTTPRequestHandler):
    server: BucketServer
    protocol_version = "HTTP/1.1"

    def do_PUT(self) -> None:
        body, asked = self._body(), parse_qs(urlsplit(self.path).query)
        if "partNumber" in asked:
            self.server.parts[int(asked["partNumber"][0])] = body
        else:
            self.server.objects[self._key()] = body
        self._answer(200, headers={"ETag": '"1"'})

    def do_POST(self) -> None:
        query, body = urlsplit(self.path).query, self._body()
        if query.startswith("uploads"):
            self._answer(200, b"<R><Bucket>b</Bucket><Key>k</Key><UploadId>u</UploadId></R>")
        elif query.startswith("uploadId"):
            self.server.objects[self._key()] = b"".join(part for _, part in sorted(self.server.parts.items()))
            self._answer(200, b'<R><ETag>"1"</ETag><Location>l</Location><Bucket>b</Bucket><Key>k</Key></R>')
        else:
            gone = re.findall(rb"<Key>([^<]+)</Key>", body)
            for key in gone:
                self.server.objects.pop("/bucket/" + key.decode(), None)
            named = b"".join(b"<Deleted><Key>" + key + b"</Key></Deleted>" for key in gone)
            self._answer(200, b"<DeleteResult>" + named + b"</DeleteResult>")

    def do_GET(self) -> None:
        found = self.server.objects.get(self._key())
        if found is None:
            return self._answer(404, b"<Error><Code>NoSuchKey</Code></Error>")
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if asked is None:
            return self._answer(200, found, {"ETag": '"1"'})
        start, end = int(asked[1]), min(int(asked[2] or len(found)), len(found) - 1)
        span = {"ETag": '"1"', "Content-Range": f"bytes {start}-{end}/{len(found)}"}
        return self._answer(206, found[start : end + 1], span)

    do_HEAD = do_GET  # noqa: N815 - the library calls it so

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's own name
        self.server.calls.append(format % args)

    def _key(self) -> str:
        return urlsplit(self.path).path

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def _answer(self, status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        last = {"Content-Length": str(len(body)), "Last-Modified": "Mon, 02 Mar 2026 02:00:00 GMT"}
        for name, value in {**last, **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
