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
- The owner is warned when four fifths of the time are used; when it is up the lead is told too, then the supervisors,
  then the managers, the sooner the more urgent it is.

The numbers themselves stand in `presets/table_1.json`, where they can be imported again.
"""

from jishi.clock.model import Policy
from jishi.clock.read_presets import preset_policies


def table_1(language: str = "en") -> tuple[Policy, ...]:
    """The three policies in order, named in a language, not yet stored."""
    return preset_policies("table_1", language)
