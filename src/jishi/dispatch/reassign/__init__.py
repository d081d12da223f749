"""Give many tickets to others at once, because somebody fell ill.

Owns:  the plan, its preview, and doing it.
Never: moves a ticket that changed since the plan was shown.
"""
