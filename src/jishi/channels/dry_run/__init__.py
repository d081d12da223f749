"""Dry runs (现场模拟): the whole way of a request, from what its words say to who owns it and when what is due.

Owns:  what is said of requests that do not exist, one or a file of them.
Never: stores anything, holds anything, or decides by other rules than those that decide live.
"""
