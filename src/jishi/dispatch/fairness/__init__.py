"""Whether the work is shared fairly.

Owns:  what each colleague was given, worked on and waited for over some days, and how even that is.
Never: decides who gets what.
"""
