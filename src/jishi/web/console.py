"""The console's files. Any path that is nothing else is a page of the console."""

from pathlib import Path
from typing import Any

from litestar import Response, get
from litestar.response import File

from jishi.identity.guards import public
from jishi.kernel.errors import NotFound

FOLDER = Path(__file__).parent / "static" / "console"
NOT_BUILT = "The console has not been built. Run `make console`, or use the wheel, which contains it.\n"
KINDS = {  # said here, because what a machine's own table of types holds differs from machine to machine
    ".css": "text/css", ".html": "text/html", ".ico": "image/x-icon", ".js": "text/javascript",
    ".json": "application/json", ".map": "application/json", ".png": "image/png", ".svg": "image/svg+xml",
    ".txt": "text/plain", ".webmanifest": "application/manifest+json", ".woff2": "font/woff2",
}  # fmt: skip
FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}  # names of assets carry their content's hash
AFRESH = {"Cache-Control": "no-cache"}


@get(["/", "/{path:path}"], guards=[public], include_in_schema=False, sync_to_thread=False)
def console(path: str = "") -> Response[Any]:
    name = path.strip("/")
    if name.startswith("api/"):
        raise NotFound
    file = (FOLDER / name).resolve() if could_be_ours(name) else None
    if file is not None and file.is_relative_to(FOLDER) and file.is_file():
        headers = FOREVER if name.startswith("assets/") else AFRESH
        kind = KINDS.get(file.suffix, "application/octet-stream")
        return File(file, content_disposition_type="inline", media_type=kind, headers=headers)
    if name.startswith("assets/"):
        raise NotFound
    index = FOLDER / "index.html"
    if not index.exists():
        return Response(NOT_BUILT, media_type="text/plain", status_code=503)
    return File(index, content_disposition_type="inline", media_type="text/html", headers=AFRESH)


def could_be_ours(name: str) -> bool:
    """The system itself refuses to look for names with a NUL, or longer than this."""
    return 0 < len(name) <= 200 and name.isprintable()


routes = [console]
