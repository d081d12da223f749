"""Where people find the desk."""

from urllib.parse import urlsplit

from jishi.notify.model import NoticeKind

PLACES = {
    NoticeKind.BACKLOG: "/queue",
    NoticeKind.PEAK: "/queue",
    NoticeKind.CALENDAR_RUNS_OUT: "/settings/calendars",
    NoticeKind.LEAVE_ASKED: "/roster",
    NoticeKind.LEAVE_DECIDED: "/roster",
    NoticeKind.SWAP_ASKED: "/roster",
    NoticeKind.SWAP_DECIDED: "/roster",
}


class Site:
    """The console's address, for links in what leaves the desk; the web layer sets it at start."""

    address: str = "http://127.0.0.1:8080"

    @classmethod
    def contact(cls) -> str:
        """Whom a push service can turn to: it asks for https or an address of mail."""
        return cls.address if cls.address.startswith("https:") else f"mailto:postmaster@{cls.host()}"

    @classmethod
    def host(cls) -> str:
        return urlsplit(cls.address).hostname or "localhost"


def place_of(kind: NoticeKind, ticket_id: int | None) -> str:
    """Where a notice leads: the path of a page."""
    return f"/tickets/{ticket_id}" if ticket_id is not None else PLACES.get(kind, "/inbox")
