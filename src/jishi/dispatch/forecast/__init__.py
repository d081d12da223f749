"""How long a newcomer would wait, and how many people that would take to mend.

Owns:  the arithmetic of waiting, and what it is fed with.
Never: changes anything.
"""
