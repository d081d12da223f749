"""A PostgreSQL server of the desk's own, for a machine that has none.

Owns:  one directory: the cluster, its private socket, its log, and the one process that serves it.
Never: listens on the network, keeps a password, speaks SQL, or knows what the desk stores.
"""
