"""When this happened, do that. The only module that knows every other; read the desk from here.

AT_ONCE runs in the transaction that records the fact, touches no network, and records no fact that has reactions here
itself. AFTERWARDS runs in the worker, from the journal: in order per ticket, retried, each (fact, reaction) once in
effect. ALARMS ring at an instant somebody set.
"""

from collections.abc import Mapping

from jishi.storage.transaction import Reactions

AT_ONCE: Reactions = {}

AFTERWARDS: Reactions = {}

ALARMS: Mapping[str, object] = {}
