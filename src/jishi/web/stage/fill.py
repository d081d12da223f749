"""Fill the gaps in a story's texts: the same seed gives the same order number at every step."""

from datetime import timedelta
from random import Random
from string import ascii_uppercase

from jishi.web.stage.model import Scene
from jishi.web.stage.read import cast


def gaps(seed: str, language: str) -> dict[str, str]:
    """What stands for `{order}`, `{product}` and the rest in the ticket of that seed."""
    rng, words = chance(seed), cast()["words"]
    chosen = {name: rng.choice(words[name]) for name in ("courier", "city", "city_en", "company", "company_en", "pay")}
    product = rng.choice(words["product_en" if language == "en" else "product_zh"])
    return chosen | {
        "product": product,
        "phone_model": rng.choice(words["phone_model"]),
        "order": f"SG{rng.randrange(10**9, 10**10)}",
        "amount": f"{rng.choice((199, 299, 459, 699, 899, 1299, 1999)) + rng.choice((0, 0.9)):g}",
        "small": str(rng.choice((12, 15, 19, 25, 30, 39, 50))),
        "days": str(rng.randint(4, 12)),
        "hour": str(rng.randint(9, 20)),
        "qty": str(rng.choice((20, 30, 60, 80, 120, 200))),
        "waybill": f"SF{rng.randrange(10**11, 10**12)}",
        "serial": f"{rng.choice(ascii_uppercase)}{rng.choice(ascii_uppercase)}{rng.randrange(10**7, 10**8)}",
        "batch": f"B{rng.randrange(10**6, 10**7)}",
        "bug": str(rng.randint(2100, 4800)),
        "code": str(rng.randint(1000, 9999)),
        "version": f"{rng.randint(4, 6)}.{rng.randint(0, 9)}.{rng.randint(0, 12)}",
        "date": f"{rng.randint(1, 28)} 号",
        "phone": f"13{rng.randint(0, 9)}****{rng.randint(1000, 9999)}",
        "taxid": f"91330{rng.randrange(10**12, 10**13)}",
        "taxnum": str(rng.randrange(10**8, 10**9)),
        "mail": f"user{rng.randint(100, 999)}@example.com",
        "mailhint": f"u***{rng.randint(10, 99)}@example.com",
    }


def fill(text: str, scene: Scene, language: str) -> str:
    """A text as somebody says it in this ticket."""
    said = gaps(scene.seed, language) | {
        "agent": scene.owner,
        "agent1": _short(scene.owner),
        "customer": scene.customer,
        "customer1": _short(scene.customer),
    }
    return text.format_map(said).replace("⏎", "\n")


def chance(seed: str | None = None) -> Random:
    """The same whenever asked for the same seed, so a restarted desk goes on where it was; anew without one."""
    return Random(seed)  # noqa: S311 - a play, no secret


def minutes(rng: Random, median: float, *, most: float, spread: float = 0.6) -> timedelta:
    """A wait that is mostly short and sometimes long, never more than `most`."""
    return timedelta(minutes=min(most, median * rng.lognormvariate(0, spread)))


def _short(name: str) -> str:
    """小王 for a Chinese name, the first name of any other."""
    return name.split(maxsplit=1)[0] if name.isascii() or " " in name else name[:1]
