"""Where people find the desk."""

from urllib.parse import urlsplit


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


def ticket_link(ticket_id: int) -> str:
    return f"{Site.address}/tickets/{ticket_id}"
