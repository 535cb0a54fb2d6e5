"""The steps before and after each route: request ids, access checks, faults, the journal, delivery of the answer."""
