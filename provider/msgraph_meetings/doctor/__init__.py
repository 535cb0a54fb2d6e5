"""`msgraph-meetings doctor`: check step by step what a deployment needs, and say what to do about each failure.

It reads the same settings and uses the same code as a deployment (``meetings.connect``). It changes nothing on the
service without ``--create``. ``checks`` is the table, in order; ``setup``, ``network``, ``access`` and ``trial`` hold
the checks; a ``case`` keeps their results so far; ``findings`` are their outcomes; ``report`` and ``printing`` print
them; ``stack`` reads a Pulumi stack's configuration.
"""
