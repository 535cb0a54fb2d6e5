"""`msgraph-meetings probe`: ask a tenant what Microsoft Graph really does where the documentation is silent.

``questions`` is the table: one small experiment for each question, most of them about a switch of the emulator.
``undecided`` names the switches that no experiment can decide. ``experiments`` holds the experiments. They use a
``lab``, which makes meetings, writes each into the ``journal`` before it is made, and deletes it. ``wire`` sends one
request at a time. ``run`` goes through the table, ``record`` holds and prints the answers, and ``redact`` keeps ids,
links and tokens out of them. ``ramp`` is the rate limit's experiment, which is asked on request only.
"""
