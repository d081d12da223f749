"""Take one step of a story, by the verbs that everybody uses."""

from jishi.identity.find import find_customer
from jishi.storage.transaction import Transaction
from jishi.tickets import solve, wait
from jishi.tickets.follow import follow
from jishi.tickets.model import Author
from jishi.tickets.receive import hear
from jishi.tickets.reply import Speaker, note, reply
from jishi.web.stage.fill import fill
from jishi.web.stage.model import NOTES, VERDICTS, Scene, Step, Verb
from jishi.web.stage.plot import story_of

MONEY = ("财务", "inance")  # what the expert of the other department is asked about


async def act(tx: Transaction, scene: Scene, step: Step, *, expert_id: int | None = None) -> None:
    """Raises what the verbs raise, when the ticket has moved on meanwhile."""
    text = fill(step.text, scene, story_of(scene).language)
    if step.verb in VERDICTS:
        await solve.confirm(
            tx,
            scene.ticket_id,
            satisfied=step.verb is Verb.HAPPY,
            score=step.score,
            comment=text or None,
            by=f"customer:{scene.customer_id}",
        )
    elif step.verb is Verb.CUSTOMER:
        await hear(tx, scene.ticket_id, await find_customer(tx, scene.customer_id), text)
    elif step.verb in NOTES:
        await _among_colleagues(tx, scene, step, text, expert_id)
    else:
        await _to_customer(tx, scene, step, text)


async def _to_customer(tx: Transaction, scene: Scene, step: Step, text: str) -> None:
    actor = speaker(scene).actor
    await reply(tx, scene.ticket_id, text, by=speaker(scene))
    if step.verb is Verb.ASK:
        await wait.pend(tx, scene.ticket_id, by=actor)
    elif step.verb is Verb.SOLVE:
        await solve.solve(tx, scene.ticket_id, outcome=step.outcome, by=actor, person_id=scene.owner_id)


async def _among_colleagues(tx: Transaction, scene: Scene, step: Step, text: str, expert_id: int | None) -> None:
    actor = speaker(scene).actor
    if step.verb is Verb.RESUME and scene.state == "on_hold":
        await wait.resume(tx, scene.ticket_id, by=actor)
    await note(tx, scene.ticket_id, text, by=speaker(scene))
    if step.verb is Verb.HOLD:
        await wait.hold(tx, scene.ticket_id, reason=text, by=actor)
        if expert_id is not None and any(word in text for word in MONEY):
            await follow(tx, scene.ticket_id, person_id=expert_id, by=actor)


def speaker(scene: Scene) -> Speaker:
    return Speaker(kind=Author.AGENT, id=scene.owner_id, name=scene.owner, actor=f"person:{scene.owner_id}")
