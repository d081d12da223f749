"""Pages of a browser, opened for one test and watched while it runs."""

from pathlib import Path

from playwright.async_api import Browser, ConsoleMessage, Error, Page, Response

RESULTS = Path("test-results")
PATIENCE = 60_000  # milliseconds: a busy machine may take its time; only what fails waits to the end


class Pages:
    """Opens pages for one test and remembers what went wrong in them."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.opened: list[Page] = []
        self.complaints: list[str] = []

    async def __call__(self, *, language: str = "en", width: int = 1280, height: int = 800) -> Page:
        """Open an empty page in a browser session of its own."""
        context = await self.browser.new_context(locale=language, viewport={"width": width, "height": height})
        context.set_default_timeout(PATIENCE)
        page = await context.new_page()
        page.on("pageerror", self._page_threw)
        page.on("console", self._page_said)
        page.on("response", self._server_answered)
        self.opened.append(page)
        return page

    async def keep_pictures(self, name: str) -> None:
        """Save what every page shows now."""
        for number, page in enumerate(self.opened):
            await page.screenshot(path=RESULTS / f"{name}-{number}.png", full_page=True)

    async def close(self) -> None:
        """Close every page with its session."""
        for page in self.opened:
            await page.context.close()

    def _page_threw(self, error: Error) -> None:
        self.complaints.append(f"the page threw: {error}")

    def _page_said(self, message: ConsoleMessage) -> None:
        # Chromium also logs every 4xx as an error: a refused sign-in is none of the page's faults.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.complaints.append(f"the page said: {message.text}")

    def _server_answered(self, response: Response) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.status} from {response.request.method} {response.url}")
