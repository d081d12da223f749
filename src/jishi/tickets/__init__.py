"""Conversations with customers.

Owns:  tickets, messages, followers, and the states a ticket may be in.
Never: computes a deadline or picks an agent.
"""
