"""Table 1, the response standard by level: the policies that a new workspace starts with.

| level | first response by phone | other channels | resolution | someone owns it |
|---|---|---|---|---|
| 紧急 urgent: stops the customer from using the product | 5 min | 10 min | 2 h, complex 8 h | 1 min |
| 重要 important: not an emergency, but first among the rest | 15 min | 30 min | 24 h | 5 min |
| 一般 normal: enquiries and suggestions | 30 min | 2 h | 48 h | 10 min |

The first four columns are the standard. What it leaves open was decided so, and every workspace can decide otherwise:

- Every channel but the phone has the online targets, e-mail and social media too: their customers write, and wait.
- What the customer says later is answered as fast as what they said first.
- A case is simple unless it is marked complex, because the shorter promise is the safe one to miss a mark on.
- Urgent counts around the clock, since a customer who cannot pay at night has lost the sale by morning. The others
  count in working time, so nothing is late on a Sunday when the desk is closed. This makes 24 h of a nine-hour desk
  two working days and six hours; a desk that means "this time tomorrow" switches `business` off.
- Someone owns it within 1, 5 or 10 minutes, which leaves most of the time to whoever has to answer.
- Solving waits while the ticket waits for the customer or for another department. Answering never does.
- Someone is warned when four fifths of the time are used.
"""

from jishi.clock.model import WAITING, Kind, Policy, Target
from jishi.kernel.conditions import Condition

MINUTE, HOUR = 60, 3_600

_BY_PHONE = (Condition(trait="channel", among=("phone",)),)
_COMPLEX = (Condition(trait="complexity", among=("complex",)),)

_NAMES = {
    "en": {"urgent": "Table 1: urgent", "important": "Table 1: important", "normal": "Table 1: normal"},
    "zh_CN": {"urgent": "表一：紧急", "important": "表一：重要", "normal": "表一：一般"},
}


def table_1(language: str = "en") -> tuple[Policy, ...]:
    """The three policies in order, named in a language, not yet stored."""
    names = _NAMES.get(language, _NAMES["en"])
    return (
        _policy(names, "urgent", owned=MINUTE, phone=5 * MINUTE, online=10 * MINUTE, solved=2 * HOUR, hard=8 * HOUR),
        _policy(names, "important", owned=5 * MINUTE, phone=15 * MINUTE, online=30 * MINUTE, solved=24 * HOUR),
        _policy(names, "normal", owned=10 * MINUTE, phone=30 * MINUTE, online=2 * HOUR, solved=48 * HOUR),
    )


def _policy(
    names: dict[str, str], level: str, *, owned: int, phone: int, online: int, solved: int, hard: int | None = None
) -> Policy:
    business = level != "urgent"
    answers = [
        Target(kind=kind, seconds=seconds, business=business, when=when)
        for kind in (Kind.FIRST_RESPONSE, Kind.NEXT_RESPONSE)
        for seconds, when in ((phone, _BY_PHONE), (online, ()))
    ]
    solutions = [
        Target(kind=Kind.RESOLUTION, seconds=seconds, business=business, when=when, paused_in=WAITING)
        for seconds, when in ((hard, _COMPLEX), (solved, ()))
        if seconds is not None
    ]
    return Policy(
        name=names[level],
        when=(Condition(trait="level", among=(level,)),),
        targets=(Target(kind=Kind.DISPATCH, seconds=owned, business=business), *answers, *solutions),
    )
