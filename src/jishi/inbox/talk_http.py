"""Say something on a ticket, or record what somebody else said."""

from typing import Annotated, Literal

import msgspec
from litestar import post
from msgspec import Meta

from jishi.identity.find import find_customer
from jishi.identity.guards import requires
from jishi.identity.model import Caller, Permission
from jishi.inbox import show
from jishi.inbox.http import Id
from jishi.inbox.shapes import MessageView
from jishi.kernel.errors import Forbidden, Invalid
from jishi.storage.transaction import Transaction
from jishi.tickets import reply, solve, wait
from jishi.tickets.attach import attach
from jishi.tickets.find import find
from jishi.tickets.model import Author, Message, Nature, State, Ticket
from jishi.tickets.overhear import overhear
from jishi.tickets.receive import hear
from jishi.tickets.scope import check_scope

BodyId = Annotated[int, Meta(ge=1, le=2**63 - 1)]
ONLY_A_REPLY = "Only a public reply can wait for the customer or solve."
ONLY_OTHERS = "Only what the customer or somebody else said can be automatic."
NOT_A_NOTE = "A note is a colleague's, and is not spoken."
NOT_SPOKEN = "What somebody in copy said was not said on the telephone."
WHO = "Say who wrote it."


class From(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Somebody who is not the requester."""

    name: Annotated[str, Meta(max_length=200)] | None = None
    email: Annotated[str, Meta(max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")] | None = None


class Said(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A message. `as` requester records what the customer said, `other` what somebody else wrote, who is named by
    `from`: a colleague's address makes it that colleague's answer. `note` is for colleagues, and with `public` the
    customer can read it. `spoken`: on the telephone; the customer has been answered. `automatic`: by a machine.
    """

    body: Annotated[str, Meta(min_length=1, max_length=50_000)]
    public: bool = True
    note: bool = False
    spoken: bool = False
    automatic: bool = False
    as_: Literal["agent", "requester", "other"] = msgspec.field(name="as", default="agent")
    from_: From | None = msgspec.field(name="from", default=None)
    attachments: Annotated[list[BodyId], Meta(max_length=20)] = []
    pending: bool = False
    solve: bool = False

    def flaws(self) -> list[tuple[str, str]]:
        agent = self.as_ == "agent"
        is_reply = agent and self.public and not self.note
        wrong = [
            ("public", ONLY_A_REPLY) if (self.pending or self.solve) and not is_reply else None,
            ("automatic", ONLY_OTHERS) if self.automatic and agent else None,
            ("note", NOT_A_NOTE) if self.note and (not agent or self.spoken) else None,
            ("spoken", NOT_SPOKEN) if self.spoken and (self.as_ == "other" or self.automatic) else None,
            ("from", WHO)
            if self.as_ == "other" and not (self.from_ and (self.from_.name or self.from_.email))
            else None,
        ]
        return [flaw for flaw in wrong if flaw is not None]


def speaker(caller: Caller) -> reply.Speaker:
    kind = Author.COLLABORATOR if Permission.TICKETS_WORK not in caller.permissions else Author.AGENT
    return reply.Speaker(kind=kind, id=caller.person_id, name=caller.name, actor=caller.actor)


@post("/tickets/{ticket_id:int}/messages", guards=[requires(Permission.TICKETS_NOTE)])
async def say(tx: Transaction, caller: Caller, ticket_id: Id, data: Said) -> MessageView:
    """Reply, note, or record what the customer or somebody else said."""
    await check_scope(tx, caller, ticket_id)
    if (data.public or data.spoken or data.as_ != "agent") and Permission.TICKETS_WORK not in caller.permissions:
        raise Forbidden
    if wrong := data.flaws():
        raise Invalid(errors=wrong)
    ticket, message = await _said(tx, caller, ticket_id, data)
    if ticket.id != ticket_id:  # merged away: it stands on the other ticket, which has to be theirs too
        await check_scope(tx, caller, ticket.id)
    if data.solve:
        await solve.solve(tx, ticket.id, by=caller.actor, person_id=caller.person_id)
    elif data.pending and ticket.state is not State.PENDING:
        await wait.pend(tx, ticket.id, by=caller.actor)
    return show.show_message(tx.workspace_id, message)


async def _said(tx: Transaction, caller: Caller, ticket_id: int, data: Said) -> tuple[Ticket, Message]:
    if data.as_ == "requester":
        return await _requester_said(tx, caller, ticket_id, data)
    if data.as_ == "other":
        who = data.from_ or From()
        return await overhear(
            tx,
            ticket_id,
            data.body,
            name=who.name,
            email=who.email,
            by=caller.actor,
            attachments=data.attachments,
            automatic=data.automatic,
        )
    by, files = speaker(caller), data.attachments
    if data.spoken:
        return await reply.call(tx, ticket_id, data.body, by=by, attachments=files)
    if data.note or not data.public:
        return await reply.note(tx, ticket_id, data.body, by=by, attachments=files, public=data.public)
    return await reply.reply(tx, ticket_id, data.body, by=by, attachments=files)


async def _requester_said(tx: Transaction, caller: Caller, ticket_id: int, data: Said) -> tuple[Ticket, Message]:
    ticket = await find(tx, ticket_id)
    return await hear(
        tx,
        ticket_id,
        await find_customer(tx, ticket.customer_id),
        data.body,
        channel="phone" if data.spoken else None,
        attached=await attach(tx, data.attachments, caller.actor),
        by=caller.actor,
        nature=Nature.AUTOMATIC if data.automatic else Nature.CALL if data.spoken else Nature.SAID,
        spoken_with=speaker(caller) if data.spoken else None,
    )


routes = [say]
