"""The ways in and out of the desk: one file a channel.

Owns:  the API as a channel, the public form, the customer's progress page, attachments and their bytes, the import of
       history and the export of tickets.
Never: decides a state, a deadline or an owner: it hands over to the packages below.
"""
