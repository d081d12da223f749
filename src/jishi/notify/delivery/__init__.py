"""How a notice reaches somebody who does not look at the screen: e-mail and browser push.

Owns:  the post, its tries and failures; the server for mail, browsers that may be told, what a person wants and when.
Never: decides who is told of what, or sends anything inside a transaction.
"""
