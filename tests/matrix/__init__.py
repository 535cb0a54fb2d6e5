"""Whatever goes wrong, at whatever request, in both ways in: the next run leaves one meeting for one external id.

``python -m tests.matrix`` (``make faults``) runs all of it and prints tables; pytest runs a telling part. The rooms:

    doors       how a program of each way in declares a meeting       declared
    columns     the operations and their requests, as data
    trial       one column: the first run, the run that heals it, the count         output, count
    sign_in     the same for the token service, one fault after another
    points      the moments at which something is killed, as data
    kills       one kill, the run that heals it, the count
    mishaps     two deployments at once, full disks, clocks that jump, Ctrl-C twice
    jobs        all of these as pieces of work, each with the cells that it finds
    table       what is printed

What the service does, as data, is in `tests/bad_days`.
"""
