"""A customer comes with a story."""

from collections.abc import Collection, Mapping, Sequence
from random import Random

from jishi.identity.model import Requester
from jishi.tickets.model import Level
from jishi.tickets.receive import Incoming
from jishi.web.stage.fill import chance, gaps
from jishi.web.stage.model import Story
from jishi.web.stage.read import cast, stories

KNOWN_SHARE = 0.7  # of requests come from customers who were here before
CHINESE_SHARE = 0.7
CROWDED = 0.6  # a team with a smaller share of free places gets no more: visitors' own requests find room
BUSINESS = "b2b"  # a small team that is meant to have a queue
BUSINESS_SHARE = 0.3  # of requests, while its queue is short
QUEUE = 3


def choose_story(rng: Random, *, room: Mapping[str, float], queued: int, playing: Collection[str]) -> Story | None:
    """Rather one that is not on stage now; None when every team has enough to do."""
    language = "zh-CN" if rng.random() < CHINESE_SHARE else "en"
    small = queued < QUEUE and rng.random() < BUSINESS_SHARE
    fitting = [
        story
        for story in stories().values()
        if story.language == language
        and (story.type == BUSINESS) is small
        and (small or room.get(story.type, 0) > CROWDED)
    ]
    fresh = [story for story in fitting if story.key not in playing]
    return rng.choice(fresh or fitting) if fitting else None


def request(story: Story, seed: str) -> Incoming:
    """How it reaches the desk. The seed decides who writes, by which channel, and all that is filled in."""
    rng = chance(f"{seed}/arrival")
    channel = rng.choice(story.channels)
    said = gaps(seed, story.language)
    customer = _known(rng, story.language) if rng.random() < KNOWN_SHARE else _stranger(rng, story.language)
    names = {"customer": customer.name or "", "customer1": (customer.name or "").split(" ")[0]}
    return Incoming(
        channel=channel,
        subject=story.subject.format_map(said | names),
        body=story.steps[0].text.format_map(said | names).replace("⏎", "\n"),
        requester=customer,
        type=story.type,
        level=Level(story.level),
        tags=story.tags,
        fields={name: value.format_map(said) for name, value in story.fields.items()},
        language=story.language,
        thread_key=f"{story.key}/{seed}",
    )


def _known(rng: Random, language: str) -> Requester:
    """One of those with a history, some of them VIP."""
    chosen = rng.choice(cast()["customers"]["zh" if language == "zh-CN" else "en"])
    tier = "vip" if chosen.startswith("vip ") else None
    words: Sequence[str] = chosen.removeprefix("vip ").split(" ")
    if language == "zh-CN":
        name, phone = words
        return Requester(name=name, phone=phone, tier=tier, language=language)
    name = " ".join(words)
    return Requester(name=name, email=_address(name), tier=tier, language=language)


def _stranger(rng: Random, language: str) -> Requester:
    words = cast()["words"]
    if language == "zh-CN":
        name = rng.choice(words["surnames"]) + rng.choice(words["given"])
        return Requester(name=name, phone=f"139{rng.randrange(10**8):08}", language=language)
    name = f"{rng.choice(words['first_names'])} {rng.choice(words['last_names'])}"
    return Requester(name=name, email=_address(name, rng.randrange(100, 1000)), language=language)


def _address(name: str, number: int | str = "") -> str:
    return f"{name.lower().replace(' ', '.').replace(chr(39), '')}{number}@example.com"
