"""How long the desk takes to say which of fifty policies is for a ticket, when it has not seen such a one before."""

import random
import time

from jishi.clock.match import Matcher
from jishi.clock.model import Kind, Policy, Target, Traits
from jishi.kernel.conditions import Condition

LIMIT_MICROSECONDS = 20.0
POLICIES, CALLS, ROUNDS = 50, 500, 40
LEVELS = ("urgent", "important", "normal")
TIERS = ("vip", "gold", "regular")
CHANNELS = ("form", "portal", "chat", "email", "phone", "wechat", "wecom", "feishu", "dingtalk", "social", "api")
TYPES = ("enquiry", "complaint", "technical_support", "after_sale", "pre_sale")


def measure(*, quick: bool = False) -> list[dict[str, object]]:
    """Microseconds a call of `Matcher.match`, nothing remembered: over tickets of all kinds, and over those that only
    the last policy is for. The best of many short rounds: the rest is what else the machine was doing."""
    chance = random.Random(50)
    matcher = Matcher([*(policy(number, chance) for number in range(POLICIES - 1)), rest()])
    tickets = [ticket(chance) for _ in range(CALLS)]
    last = [each for each in tickets if (found := matcher.match(each)) and found.policy.always]
    worst = (last * CALLS)[:CALLS]
    return [
        row("match", "policy matched to a ticket of any kind, 50 policies, uncached", time_of(matcher, tickets, quick)),
        row("match_last", "the same for tickets that only the fiftieth is for", time_of(matcher, worst, quick)),
    ]


def policy(number: int, chance: random.Random) -> Policy:
    """One of those that a desk with many customers has: a level, a few types, a channel, a team or a tag each."""
    asked = [
        Condition(trait="tier", among=(chance.choice(TIERS),)),
        Condition(trait="type", among=tuple(chance.sample(TYPES, 2))),
        Condition(trait="channel", among=tuple(chance.sample(CHANNELS, 3)), unless=chance.random() < 0.2),
        Condition(trait="team", among=(str(chance.randrange(20)),)),
        Condition(trait="tag", among=(f"tag{chance.randrange(30)}",)),
        Condition(trait="field.region", among=(f"region{chance.randrange(10)}",)),
    ]
    when = (Condition(trait="level", among=(chance.choice(LEVELS),)), *chance.sample(asked, 2))
    return Policy(id=number, name=f"Policy {number}", when=when, targets=targets())


def rest() -> Policy:
    return Policy(id=POLICIES, name="All others", always=True, targets=targets())


def targets() -> tuple[Target, ...]:
    phone = (Condition(trait="channel", among=("phone",)),)
    return (
        Target(kind=Kind.DISPATCH, seconds=60),
        Target(kind=Kind.FIRST_RESPONSE, seconds=300, when=phone),
        Target(kind=Kind.FIRST_RESPONSE, seconds=600),
        Target(kind=Kind.NEXT_RESPONSE, seconds=300, when=phone),
        Target(kind=Kind.NEXT_RESPONSE, seconds=600),
        Target(kind=Kind.RESOLUTION, seconds=7_200),
    )


def ticket(chance: random.Random) -> Traits:
    return Traits(
        level=chance.choice(LEVELS),
        tier=chance.choice(TIERS),
        channel=chance.choice(CHANNELS),
        type=chance.choice((*TYPES, None)),
        team=str(chance.randrange(20)),
        tags=tuple(f"tag{chance.randrange(30)}" for _ in range(chance.randrange(4))),
        language="zh-CN",
        fields=(("region", f"region{chance.randrange(10)}"),),
    )


def time_of(matcher: Matcher, tickets: list[Traits], quick: bool) -> float:
    best = float("inf")
    for _ in range(ROUNDS // 8 if quick else ROUNDS):
        began = time.perf_counter()
        for each in tickets:
            matcher.match(each)
        best = min(best, time.perf_counter() - began)
    return best / len(tickets) * 1e6


def row(name: str, what: str, value: float) -> dict[str, object]:
    return {
        "name": name,
        "what": what,
        "value": round(value, 2),
        "limit": LIMIT_MICROSECONDS,
        "unit": "µs",
        "better": "less",
        "ok": value <= LIMIT_MICROSECONDS,
    }
