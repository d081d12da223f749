"""Rosters in files, whatever program wrote them.

Owns:  what a CSV, Excel or calendar file says about shifts, and what is wrong with each line of it.
Never: saves a shift.
"""
