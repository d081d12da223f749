"""Shifts that change hands among colleagues.

Owns:  asking, answering, approving, and the exchange itself.
Never: draws a shift.
"""
