"""A letter as the notice that a browser shows."""

import json

from jishi.identity.language import translate
from jishi.notify.delivery.encrypt import LARGEST
from jishi.notify.delivery.model import Letter
from jishi.notify.delivery.sentence import headline, particulars
from jishi.notify.delivery.site import place_of
from jishi.notify.delivery.write_mail import MANY

SHOWN = 4  # lines
LONGEST_LINE = 120


def write_push(letter: Letter) -> bytes:
    """What the console's service worker is given: `title`, `body`, `path`, `tag`, `lang`, `urgent`.

    The tag is the letter's, so that one which comes twice is shown once.
    """
    first, to = letter.items[0], letter.to
    if len(letter.items) == 1:
        title, lines = headline(first, to), list(particulars(first, to))
    else:
        lines = [headline(item, to) for item in letter.items]
        title = translate(MANY, to.language, count=len(lines), first=lines[0])
    told = {
        "title": title[:LONGEST_LINE],
        "body": "\n".join(line[:LONGEST_LINE] for line in lines[:SHOWN]),
        "path": place_of(first.kind, first.ticket_id) if len(letter.items) == 1 else "/inbox",
        "tag": f"jishi-{letter.id}",
        "lang": to.language,
        "urgent": any(item.urgent for item in letter.items),
    }
    plain = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    assert len(plain) <= LARGEST
    return plain
