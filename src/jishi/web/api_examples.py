"""What may be sent, by example. A test sends each of them to a desk."""

from typing import Any

CALENDAR = {
    "tz": "Asia/Shanghai",
    "weekly": {day: [["09:00", "12:00"], ["13:00", "18:00"]] for day in "01234"},
    "holidays": ["2026-10-01"],
    "overrides": {"2026-10-10": [["09:00", "18:00"]]},
}
TICKET = {
    "channel": "api",
    "subject": "Parcel JD20260301123",
    "body": "My parcel has not arrived. Where is it?",
    "requester": {"name": "Li Mei", "email": "li.mei@example.com", "tier": "vip"},
    "level": "important",
    "tags": ["parcel"],
    "external_id": "order-123",
}
# By the name of the route.
EXAMPLES: dict[str, dict[str, Any]] = {
    "open_ticket": TICKET,
    "open_tickets": {"tickets": [TICKET]},
    "dry_run": TICKET,
    "say": {"body": "It leaves the warehouse today.", "public": True},
    "assign_ticket": {"agent": "lee@example.com"},
    "pend_ticket": {"reason": "A photo of the label"},
    "hold_ticket": {"reason": "The warehouse looks for it"},
    "solve_ticket": {"outcome": "Sent again", "body": "It was sent again and arrives tomorrow."},
    "confirm_ticket": {"satisfied": True, "score": 5, "comment": "Quick!"},
    "put_presence": {"status": "online"},
    "find_due": {"calendar": CALENDAR, "start": "2026-09-30T09:30:00Z", "seconds": 3600, "pauses": []},
    "measure_elapsed": {
        "calendar": CALENDAR, "start": "2026-09-30T09:30:00Z", "end": "2026-10-08T02:00:00Z", "pauses": [],
    },
}  # fmt: skip
