"""Telling people.

Owns:  who is told of what, when and by which medium; whether they saw it and who acknowledged it.
Never: decides a state, a deadline or an owner, or tells anybody of a ticket that they may not see.
"""
