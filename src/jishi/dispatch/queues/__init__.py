"""How each queue is worked, and how it stands.

Owns:  the settings of a queue, who else may take from it after a wait, what it looks like from outside.
Never: chooses an owner.
"""
