"""What the doctor looks at.

Owns:  one question each to the machine, the database and the work, with the way to mend what is wrong.
Never: mends anything by itself.
"""
