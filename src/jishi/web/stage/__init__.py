"""The play that the demo desk gives: its cast, its stories, and who does what when.

Owns:  stories in Chinese and English, the colleagues and customers in them, their pace.
Never: touches a workspace that is not a demo, or writes past the verbs that everybody uses.
"""
