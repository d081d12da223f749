"""A desk with a postman, for stories of what leaves it."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from asyncpg import Record

from jishi.notify.delivery.postman import Postman
from jishi.notify.model import Medium, Notice, NoticeKind
from jishi.notify.tell import give
from tests.cast import LEE, MAYA, Desk
from tests.notify.delivery.browser import Browser
from tests.notify.delivery.mail_server import MailServer

_keys = itertools.count(1)
EVERY_WAY = (Medium.SCREEN, Medium.PUSH, Medium.EMAIL)


@dataclass
class Post:
    """`now` lets the postman go round until nothing is due; `later` lets time pass before."""

    desk: Desk
    postman: Postman = field(init=False)

    def __post_init__(self) -> None:
        self.postman = Postman(self.desk.database)

    async def use(self, server: MailServer, **more: Any) -> Any:
        """Have mail leave by this server."""
        body = {"host": "127.0.0.1", "port": server.port, "security": "none", "sender": "desk@example.com", **more}
        return await self.desk.ok("PUT", "/mail-settings", body)

    async def allow(self, browser: Browser, *, as_: str = LEE) -> int:
        """The browser may be told what concerns them; its number."""
        added = await self.desk.ok("POST", "/push/subscriptions", browser.subscription(), as_=as_)
        return int(added["id"])

    async def wish(self, *, as_: str = LEE, **wishes: Any) -> Any:
        return await self.desk.ok("PUT", "/me/notifications", wishes, as_=as_)

    async def tell(
        self,
        who: str = LEE,
        kind: NoticeKind = NoticeKind.BROKEN,
        *,
        ticket_id: int | None = None,
        media: Sequence[Medium] = EVERY_WAY,
        **said: Any,
    ) -> int:
        """They are told something; the notice's number."""
        known = {"number": "20260302001", "subject": "包裹 <b>在哪</b>?", "level": "normal", "owner": "Lee"}
        async with self.desk.database.job(self.desk.workspace_id) as tx:
            [notice] = await give(
                tx,
                [
                    Notice(
                        id=0,
                        person_id=self.desk.people[who],
                        ticket_id=ticket_id,
                        kind=kind,
                        key=f"test:{next(_keys)}",
                        data={**known, "timer_kind": "first_response", "due_at": tx.now, **said},
                        media=tuple(media),
                        at=tx.now,
                    )
                ],
            )
        return notice.id

    async def now(self) -> None:
        await self.postman.drain()

    async def later(self, **duration: float) -> None:
        self.desk.clock.pass_by(**duration)
        await self.postman.drain()

    async def deliveries(self, *notice_ids: int) -> list[Record]:
        """All of the desk, or those of these notices, in their order."""
        async with self.desk.database.job(self.desk.workspace_id) as tx:
            return await tx.fetch(
                "SELECT * FROM deliveries WHERE workspace_id = $1 AND ($2::bigint[] = '{}' OR notice_id = ANY($2))"
                " ORDER BY notice_id, medium",
                tx.workspace_id, list(notice_ids),
            )  # fmt: skip

    async def states(self, *notice_ids: int) -> list[tuple[str, str]]:
        return [(row["medium"], row["state"]) for row in await self.deliveries(*notice_ids)]

    async def failed(self) -> list[Any]:
        found = await self.desk.ok("GET", "/failed-deliveries", as_=MAYA)
        return list(found["items"])
