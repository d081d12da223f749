"""A letter as mail: text, and the same as simple HTML."""

from collections.abc import Iterator
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from html import escape

from jishi.identity.language import translate
from jishi.notify.delivery.model import Item, Letter, MailServer, Recipient
from jishi.notify.delivery.sentence import headline, particulars
from jishi.notify.delivery.site import Site, place_of

MOST = 30  # notices told one by one
MANY = "{count} notices: {first}"
MORE = "and {count} more, in the console:"
WHY = "You get this from {workspace} because of your notification settings:"
STYLE = "font-family:-apple-system,'Segoe UI','PingFang SC','Microsoft YaHei',sans-serif;font-size:15px;line-height:1.5"


def write_mail(letter: Letter, server: MailServer, *, workspace: str, at: datetime) -> EmailMessage:
    """The message to send, with the Message-ID that all its tries have."""
    first = headline(letter.items[0], letter.to)
    many = len(letter.items) > 1
    subject = translate(MANY, letter.to.language, count=len(letter.items), first=first) if many else first
    mail = blank(server, letter.to, subject=subject, workspace=workspace, at=at)
    mail["Message-ID"] = message_id(f"{letter.workspace_id}.{letter.id}")
    tickets = {item.ticket_id for item in letter.items}
    if len(tickets) == 1 and None not in tickets:
        mail["References"] = message_id(f"{letter.workspace_id}.ticket-{tickets.pop()}")  # one thread for each ticket
    mail.set_content("\n".join(_lines(letter, workspace)))
    mail.add_alternative("\n".join(_html(letter, workspace)), subtype="html")
    return mail


def blank(server: MailServer, to: Recipient, *, subject: str, workspace: str, at: datetime) -> EmailMessage:
    """From whom, to whom, and that no machine should answer it."""
    mail = EmailMessage()
    mail["From"] = Address(_one_line(server.sender_name or workspace), addr_spec=server.sender)
    mail["To"] = Address(_one_line(to.name), addr_spec=to.email)
    mail["Subject"] = _one_line(subject)
    mail["Date"] = format_datetime(at)
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    return mail


def message_id(name: str) -> str:
    return f"<jishi.{name}@{Site.host()}>"


def _lines(letter: Letter, workspace: str) -> Iterator[str]:
    to = letter.to
    for item in letter.items[:MOST]:
        yield headline(item, to)
        yield from (f"  {line}" for line in particulars(item, to))
        yield f"  {_link(item)}"
        yield ""
    if left := len(letter.items) - MOST:
        yield from [f"{translate(MORE, to.language, count=left)} {Site.address}", ""] if left > 0 else []
    yield "-- "
    yield translate(WHY, to.language, workspace=workspace)
    yield _settings()


def _html(letter: Letter, workspace: str) -> Iterator[str]:
    """Everything in it that people wrote is escaped."""
    to = letter.to
    yield f'<!doctype html><html lang="{escape(to.language)}"><body style="{STYLE}">'
    for item in letter.items[:MOST]:
        lines = "<br>".join(escape(line) for line in particulars(item, to))
        yield f'<p><a href="{escape(_link(item))}"><b>{escape(headline(item, to))}</b></a><br>{lines}</p>'
    if len(letter.items) > MOST:
        more = translate(MORE, to.language, count=len(letter.items) - MOST)
        yield f'<p>{escape(more)} <a href="{escape(Site.address)}">{escape(Site.address)}</a></p>'
    why = escape(translate(WHY, to.language, workspace=workspace))
    yield f'<p style="color:#777;font-size:13px">{why} <a href="{escape(_settings())}">{escape(_settings())}</a></p>'
    yield "</body></html>"


def _link(item: Item) -> str:
    return Site.address + place_of(item.kind, item.ticket_id)


def _settings() -> str:
    return f"{Site.address}/settings/notifications"


def _one_line(text: str) -> str:
    """A header ends with its line; a name that holds more would begin another."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())[:300]
