"""What people can do, and in which languages.

Owns:  skills, their grades, languages.
Never: decides what a ticket needs.
"""
