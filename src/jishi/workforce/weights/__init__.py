"""What tickets of each channel take of a person.

Owns:  the weights of channels, and when a silent talk stops counting.
Never: says how many places a person has.
"""
