"""Words every other package uses.

Owns:  facts, error kinds, bigrams.
Never: reads the wall clock, opens a connection, or names a ticket.
"""
