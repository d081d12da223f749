"""Working calendars, as somebody keeps them.

Owns: whose calendar is whose, what a calendar was before, the year drawn day by day, files of days off, and word that
nobody has entered the holidays of a year that is near.
Never: adds working time (the arithmetic is a floor above, in `clock`), or moves a timer.
"""
