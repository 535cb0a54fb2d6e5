"""`msgraph-meetings doctor`: check step by step what a deployment needs, and say what to do about each failure.

It reads the same settings and uses the same code as a deployment (``meetings.connect``), and changes nothing on the
service unless it is asked to. ``checks`` is the table, in order; ``setup``, ``network``, ``access`` and ``trial`` hold
the checks; a ``case`` is what they have learned so far; ``findings`` what each says; ``report`` and ``printing`` show
it; ``stack`` reads a Pulumi stack's configuration.
"""
