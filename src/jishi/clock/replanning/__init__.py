"""Clocks that run, planned again after a change of policies or calendars.

Owns:  the runs over all open tickets, their progress, and what such a run would do.
Never: decides what a policy promises, or what becomes of a clock.
"""
