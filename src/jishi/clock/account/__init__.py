"""Where a ticket's time went.

Owns: the account of a promise's time, the reasons of broken promises, the measures of a ticket, why a promise is due
when it is.
Never: decides anything about a ticket or a timer.
"""
