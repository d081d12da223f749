"""How soon colleagues see what happens: a request in two open event streams, a reply on a page in Chromium."""

import http.client
import json
import socket
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from playwright.sync_api import Page, sync_playwright

from benches.desk import BenchDesk, a_desk, request, wait_for
from jishi.identity.add_person import add_person
from jishi.identity.model import Role
from jishi.storage.database import Database
from tests.browser import chromium

SECONDS = 1.0
LEAD, PASSWORD = "lead@example.com", "correct horse battery staple"


def measure(*, quick: bool = False) -> list[dict[str, object]]:
    tries = 5 if quick else 30
    with a_desk() as desk:
        desk.inside(lambda database: add_lead(desk, database))
        with desk.serve() as port, desk.work():
            streams = seen_in_streams(desk, port, tries)
            page = seen_on_a_page(desk, port, tries)
    return [
        row("live", "a request, until each of two open event streams has it (median)", streams),
        row("live_page", "a reply, until a colleague's browser shows it (median)", page),
    ]


def row(name: str, what: str, took: list[float]) -> dict[str, object]:
    found = median(took)
    return {"name": name, "what": what, "value": round(found, 3), "unit": "s", "limit": SECONDS, "better": "less",
            "ok": found <= SECONDS, "worst": round(max(took), 3)}  # fmt: skip


async def add_lead(desk: BenchDesk, database: Database) -> None:
    async with database.job(desk.workspace_id) as tx:
        await add_person(tx, name="Lead", email=LEAD, role=Role.SUPERVISOR, password=PASSWORD)


@dataclass
class Stream:
    """An open event stream: when it had the opening of each ticket."""

    had: dict[int, float] = field(default_factory=dict)

    @contextmanager
    def follow(self, desk: BenchDesk, port: int) -> Iterator[None]:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", "/api/v1/events", headers={"Authorization": f"Bearer {desk.token}"})
        answer = connection.getresponse()
        socket_below = connection.sock  # which the answer takes with it
        reader = threading.Thread(target=self._read, args=[answer])
        reader.start()
        try:
            yield
        finally:
            socket_below.shutdown(socket.SHUT_RDWR)
            reader.join()
            connection.close()

    def _read(self, answer: http.client.HTTPResponse) -> None:
        for line in answer:
            if line.startswith(b"data: ") and b'"TicketOpened"' in line:
                self.had.setdefault(json.loads(line[6:])["ticket_id"], time.perf_counter())


def seen_in_streams(desk: BenchDesk, port: int, tries: int) -> list[float]:
    one, two = Stream(), Stream()
    took = []
    with one.follow(desk, port), two.follow(desk, port):
        for number in range(tries):
            began = time.perf_counter()
            ticket = post(desk, port, "/tickets", request(number))["id"]
            wait_for(lambda ticket=ticket: ticket in one.had and ticket in two.had, lambda: "not shown")  # type: ignore[misc]
            took += [one.had[ticket] - began, two.had[ticket] - began]
    return took


def seen_on_a_page(desk: BenchDesk, port: int, tries: int) -> list[float]:
    path = chromium.find()
    assert path is not None, chromium.ADVICE
    ticket = post(desk, port, "/tickets", request(0))["id"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page(locale="en")
        come_in(page, f"http://127.0.0.1:{port}/tickets/{ticket}")
        took = [seen(desk, port, page, ticket, f"Reply number {number}.") for number in range(tries)]
        browser.close()
    return took


def come_in(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("input[autocomplete=username]").fill(LEAD)
    page.locator("input[type=password]").fill(PASSWORD)
    with page.expect_response("**/api/v1/events*"):
        page.keyboard.press("Enter")
    page.get_by_role("textbox", name="Reply to the customer").wait_for()


def seen(desk: BenchDesk, port: int, page: Page, ticket: int, words: str) -> float:
    began = time.perf_counter()
    post(desk, port, f"/tickets/{ticket}/messages", {"body": words})
    page.get_by_text(words, exact=True).first.wait_for()
    return time.perf_counter() - began


def post(desk: BenchDesk, port: int, path: str, body: object) -> Any:
    asked = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/v1{path}",
        data=json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {desk.token}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(asked, timeout=30) as said:  # noqa: S310
        return json.loads(said.read())


if __name__ == "__main__":
    for found in measure(quick="--quick" in sys.argv):
        print(found)
