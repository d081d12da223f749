"""People at work.

Owns:  skills, presence, capacity, load, and who is at which ticket.
Never: decides who gets a ticket.
"""
