"""What people see of tickets: views, lists, counts, search, the ticket's page and the routes to work on it.

Owns:  the ticket as the API shows it, the words it is found by.
Never: decides anything; it may read the tables of packages below in SQL of its own.
"""
