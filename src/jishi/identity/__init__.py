"""Who is who: the people of the desk, what each may do, and the customers they serve.

Owns:  workspaces and their settings, people, teams, sessions, API tokens, customers and the ways to recognise them.
Never: knows what a ticket is, or keeps a secret that it could read back.
"""
