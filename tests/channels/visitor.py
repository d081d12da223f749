"""Somebody on the public pages, with no more than a browser without scripts can do."""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import httpx

from tests.cast import Desk

File = tuple[str, bytes]


class Visitor:
    def __init__(self, desk: Desk, language: str = "en") -> None:
        self.desk = desk
        self.headers = {"Accept-Language": language}

    async def open(self, path: str = "", *, waits: timedelta = timedelta(seconds=20)) -> httpx.Response:
        """Look at a page, for a while."""
        page = await self.desk.http.get(path or f"/f/{self.desk.slug}", headers=self.headers)
        self.desk.clock.now += waits
        return page

    async def send(self, *, files: Sequence[File] = (), **values: Any) -> httpx.Response:
        """Open the form and send it with these values."""
        return await self.again(await self.open(), files=files, **values)

    async def again(
        self, page: httpx.Response, *, form: int = 0, files: Sequence[File] = (), **values: Any
    ) -> httpx.Response:
        """Send a form that stands on a page, with its hidden fields."""
        found = re.findall(r'<form method="post" action="([^"]+)".*?</form>', page.text, re.DOTALL)
        bodies = re.findall(r"<form .*?</form>", page.text, re.DOTALL)
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', bodies[form]))
        fields = {**hidden, **values}
        parts: list[tuple[str, Any]] = []
        for name, value in fields.items():
            parts += [(name, (None, each)) for each in (value if isinstance(value, list) else [value])]
        parts += [("files", (name, content, "application/octet-stream")) for name, content in files]
        return await self.desk.http.post(found[form], files=parts, headers=self.headers)

    def link(self, page: httpx.Response) -> str:
        """The private page that a thanks page leads to."""
        found = re.search(r'href="(/p/[\w-]+)', page.text)
        assert found is not None, page.text
        return found[1]

    async def follow(self, page: httpx.Response) -> httpx.Response:
        return await self.open(self.link(page))
