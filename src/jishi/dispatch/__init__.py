"""Who answers next, and why.

Owns:  the team a ticket stands in, the choice of its owner, the queue, and the record of every decision.
Never: writes to a ticket except through its verbs.
"""
