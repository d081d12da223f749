"""People at work.

Owns:  presence, capacity, load, and who is at which ticket.
Never: decides who gets a ticket.
"""
