"""The application: what is wired to what.

Owns:  the app factory, the only commit, error mapping, the worker, the command line.
Never: holds a business rule.
"""
