"""Routing rules: which tickets go to which team, and what their owner must be good at.

Owns:  the rules in their order, what is wrong with them, and the route of each ticket.
Never: chooses an owner, or moves a ticket from a team that a person chose.
"""
