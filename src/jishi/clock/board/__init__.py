"""The board: what will be late soon, what is late, and whether more comes in than gets done.

Owns: reading the running clocks of a desk by when they end.
Never: decides or writes anything.
"""
