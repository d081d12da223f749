"""Promises about time.

Owns:  working calendars, promises (the targets of policies), and the timers that run against them.
Never: knows what a message says, who answers it, or what the wall clock reads.
"""
