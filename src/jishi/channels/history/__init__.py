"""Tickets of another system, told again as facts of this one.

Owns:  reading files, mapping their columns, retelling what happened, storing it as history.
Never: starts a clock, calls a reaction, or lets a placeholder sign in.
"""
