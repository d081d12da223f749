"""Who is to be at work, and when.

Owns:  shifts, weeks that repeat, leave, swaps, the turns of shifts.
Never: says who is online, or decides who gets a ticket.
"""
