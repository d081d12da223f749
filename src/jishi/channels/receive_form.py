"""Read a form as it arrives: fields into memory, files straight to where they are kept."""

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from litestar import Request
from multipart import MultipartError, MultipartSegment, PushMultipartParser, parse_options_header

from jishi.kernel.errors import Invalid, TooLarge

MOST_PARTS = 100
LONGEST_FIELD = 400_000  # bytes
LONGEST_FORM = 1_000_000  # bytes of a form without files
KeepFile = Callable[[str, str, AsyncIterator[bytes]], Awaitable[None]]  # field, file name, content


class BadForm(Invalid):
    """The form cannot be read."""


class FieldTooLong(TooLarge):
    """A field of the form is too long."""


@dataclass(slots=True)
class Form:
    """A field that came twice has several values."""

    values: dict[str, list[str]] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """The first value without space around it, `` when there is none. PostgreSQL could store no NUL."""
        return self.values.get(name, [""])[0].replace("\0", "").strip()

    def all(self, name: str) -> list[str]:
        return self.values.get(name, [])


async def receive_form(
    request: Request[Any, Any, Any], keep_file: KeepFile | None = None, form: Form | None = None
) -> Form:
    """The fields of a request, in `form` as they come. Each file goes to `keep_file`, which need not read it all."""
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    form = Form() if form is None else form
    if kind == "multipart/form-data" and options.get("boundary"):
        try:
            await _read(form, _events(request, options["boundary"]), keep_file)
        except MultipartError as error:
            raise BadForm from error
        return form
    if kind == "application/x-www-form-urlencoded":
        body = await request.body()
        if len(body) > LONGEST_FORM:
            raise FieldTooLong
        for name, value in _pairs(body):
            form.values.setdefault(name, []).append(value)
        return form
    raise BadForm


def _pairs(body: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_PARTS)
    except ValueError as error:
        raise BadForm from error


async def _events(request: Request[Any, Any, Any], boundary: str) -> AsyncGenerator[Any, None]:
    """What the parser finds: a segment's head, then its pieces, then None."""
    with PushMultipartParser(boundary, max_segment_count=MOST_PARTS) as parser:
        async for chunk in request.stream():
            for event in parser.parse(chunk):
                yield event
            if parser.closed:
                return


async def _read(form: Form, events: AsyncGenerator[Any, None], keep_file: KeepFile | None) -> None:
    async for event in events:
        if not isinstance(event, MultipartSegment):
            continue
        if event.filename:
            content = _content(events)
            if keep_file is not None:
                await keep_file(event.name, event.filename, content)
            async for _ in content:  # what was not read of a file that is not wanted
                pass
        else:
            form.values.setdefault(event.name, []).append(await _text(events))


async def _content(events: AsyncGenerator[Any, None]) -> AsyncGenerator[bytes, None]:
    async for event in events:
        if event is None:
            return
        yield bytes(event)


async def _text(events: AsyncGenerator[Any, None]) -> str:
    pieces = bytearray()
    async for piece in _content(events):
        pieces += piece
        if len(pieces) > LONGEST_FIELD:
            raise FieldTooLong
    return pieces.decode("utf-8", "replace")
