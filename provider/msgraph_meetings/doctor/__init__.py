"""`msgraph-meetings doctor`: what stands between this machine and a meeting, checked step by step, each with its fix.

It reads the settings that a deployment would, goes the way that a deployment goes (``connect``), and changes nothing on
the service unless it is asked to. The rooms: ``checks`` is the table, in order; ``setup``, ``network``, ``access`` and
``trial`` hold the checks; a ``case`` is what they have learned so far; ``findings`` what each says; ``report`` and
``printing`` show it; ``stack`` reads a Pulumi stack's configuration.
"""
