"""A real browser for the tests under this folder.

    async def test_two_people_see_the_same_ticket(desk, open_page):
        mine = await open_page(language="zh-CN")
        yours = await open_page(language="en", width=390)
        await mine.goto(desk.url)

Every page has cookies of its own. A page that throws, or a server that answers 5xx, fails the test; what a failed
test saw is kept as pictures in test-results/.
"""

import os
import re
from collections.abc import AsyncIterator, Generator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright, expect

from tests.browser import chromium
from tests.browser.pages import PATIENCE, Pages
from tests.running import RunningDesk

# All but the first two keep Chromium from looking for its maker's servers: a test talks to the desk alone.
SWITCHES = [
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
FAILED = pytest.StashKey[bool]()
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium for the whole run."""
    path = chromium.find()
    if path is None:
        pytest.fail(chromium.ADVICE)
    # Chromium's own sandbox refuses to start for root, which is who runs the tests in a container.
    switches = [*SWITCHES, "--no-sandbox"] if os.geteuid() == 0 else SWITCHES
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=switches)
        yield browser
        await browser.close()


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    """The demo desk in its own processes: `desk.url`, `desk.password` for `agent@demo.test` and the others."""
    desk = RunningDesk(tmp_path_factory.mktemp("desk"))
    desk.start()
    yield desk
    desk.stop()


@pytest.fixture(scope="session")
def empty_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    """A desk that nobody has set up yet."""
    desk = RunningDesk(tmp_path_factory.mktemp("empty"), demo=False)
    desk.start()
    yield desk
    desk.stop()


@pytest.fixture
async def open_page(browser: Browser, request: pytest.FixtureRequest) -> AsyncIterator[Pages]:
    """Opens pages: `page = await open_page(language="zh-CN", width=390)`."""
    pages = Pages(browser)
    yield pages
    if request.node.stash.get(FAILED, False) or pages.complaints:
        await pages.keep_pictures(re.sub(r"\W+", "-", request.node.name))
    await pages.close()
    assert pages.complaints == []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember that a test failed, so that its pages are kept as pictures."""
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is marked `browser`."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
