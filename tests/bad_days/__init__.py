"""Bad days: what a service or a machine does wrong, and what a person reads. A new row is run by every driver.

    day             what a row holds
    graph           what Graph does to a request about a meeting
    token_service   what the token service does to a sign-in
    machine         what is wrong with the settings, the network or the programs of a machine
    catalogue       an answer for each row of the error catalogue, from `tests/unit/catalogue_facts.py`

The drivers:

    tests/engine/test_bad_days.py               the dynamic resource with the real engine: message, state, next `up`
    tests/plugin/test_bad_days.py               the plugin over gRPC: message and status code
    tests/dynamic/test_messages.py              what is wrong with a machine, in both ways in
    tests/matrix                                both ways in, at every request of every operation, and a count
    tests/signing_in/test_no_secret_is_told.py  the rows that name a row of the catalogue: its whole message, no secret
"""
