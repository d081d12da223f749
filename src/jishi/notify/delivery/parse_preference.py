"""A person's preference as it is stored, and back; of what another version stored, as much as this one knows."""

from datetime import time
from typing import Any

from jishi.notify.delivery.model import OUTSIDE, EmailWhen, Preference, Quiet
from jishi.notify.model import NoticeKind


def parse_preference(stored: dict[str, Any] | None) -> Preference:
    """Of the column `choices`."""
    given = dict(stored or {})
    default = Preference()
    return Preference(
        media={
            NoticeKind(kind): tuple(medium for medium in OUTSIDE if medium in media)
            for kind, media in given.get("media", {}).items()
            if kind in {*NoticeKind}
        },
        quiet=tuple(_quiet(each) for each in given.get("quiet", ())),
        urgent_breaks_quiet=given.get("urgent_breaks_quiet", default.urgent_breaks_quiet),
        email_when=EmailWhen(given.get("email_when", default.email_when)),
        email_delay=given.get("email_delay", default.email_delay),
        digest_minutes=given.get("digest_minutes", default.digest_minutes),
    )


def as_choices(preference: Preference) -> dict[str, Any]:
    """For the column."""
    return {
        "media": {kind: list(media) for kind, media in preference.media.items()},
        "quiet": [
            {"days": list(each.days), "since": f"{each.since:%H:%M}", "until": f"{each.until:%H:%M}"}
            for each in preference.quiet
        ],
        "urgent_breaks_quiet": preference.urgent_breaks_quiet,
        "email_when": preference.email_when,
        "email_delay": preference.email_delay,
        "digest_minutes": preference.digest_minutes,
    }


def _quiet(stored: dict[str, Any]) -> Quiet:
    since, until = time.fromisoformat(stored["since"]), time.fromisoformat(stored["until"])
    return Quiet(days=tuple(stored["days"]), since=since, until=until)
