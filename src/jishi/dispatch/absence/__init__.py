"""Tickets whose owner is not there to answer them.

Owns:  when somebody counts as gone, and which of their tickets go back to the queue then.
Never: decides who gets them next.
"""
