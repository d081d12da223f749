"""The team wall: who is here, with what in hand, until when.

Owns:  one look at everybody's hands.
Never: changes anything.
"""
