"""What the desk knows of what customers write.

Owns: triage: the dictionary of words and patterns, what a text says about its request, and why.
Never: stores a ticket, picks an owner or computes a deadline; a text that says nothing changes nothing.
"""
