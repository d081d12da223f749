"""One ticket made of two, and two of one.

Owns:  what merging and splitting do to the tickets concerned.
Never: loses a message, or forgets how long somebody has waited.
"""
