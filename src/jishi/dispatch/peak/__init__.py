"""Times at which there is more work than people.

Owns:  when a peak begins and ends, by hand and by forecast, and who is told.
Never: chooses an owner.
"""
