"""Live screens.

Owns:  the journal's follower, the hub of listening screens, the event stream.
Never: stores anything, or tells anybody what they may not see.
"""
