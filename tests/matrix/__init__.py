"""Every fault at every request, with dynamic resource and plugin: the next run leaves one meeting per external id.

``python -m tests.matrix`` (``make faults``) runs all of it and prints tables; pytest runs a selection. The modules:

    doors       a program of the dynamic resource or the plugin         declared
    columns     the operations and their requests, as data
    trial       one column: the first run, the run that heals it, the count         output, count
    sign_in     the same for the token service, one fault after another
    points      the moments of a kill, as data
    kills       one kill, the run that repairs it, the count
    mishaps     two deployments at once, full disks, clocks that jump, Ctrl-C twice
    jobs        all of these as pieces of work, each with the cells that it finds
    table       what is printed

What the service does, as data, is in `tests/bad_days`.
"""
