"""Shifts in a person's own calendar.

Owns:  a person's shifts as a calendar file, and the private link by which a calendar follows them.
Never: changes a shift.
"""
