"""Tickets thrown away: spam, deleted, from blocked senders.

Owns:  what throwing away and taking back does to a ticket.
Never: deletes anything.
"""
