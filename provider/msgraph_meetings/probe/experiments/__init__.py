"""The experiments: each takes the lab, and returns True, False or a ``Seen``; ``questions`` says what these mean.

An experiment raises ``DifferentError`` for a behaviour that no value describes, and ``UnansweredError`` if it cannot
know. The lab deletes what it made.
"""
