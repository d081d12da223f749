"""Sorting a request by its words, when it arrives.

Owns: the dictionary of a workspace and those that come with the desk, and what they find in a text: type, level,
complexity, mood, language, order numbers, phones, e-mails, amounts, dates.
Never: overrules what somebody said, or takes longer than a text is long.
"""
