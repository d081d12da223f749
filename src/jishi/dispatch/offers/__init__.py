"""Tickets held out to somebody who may accept or refuse.

Owns:  the offer, its time, who let how many lapse.
Never: chooses whom to offer it to.
"""
