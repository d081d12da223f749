"""What is said on a ticket, and by whom.

Owns:  what a message of a customer, a colleague or somebody in copy does to a ticket.
Never: decides what happens to a ticket without a word being said.
"""
