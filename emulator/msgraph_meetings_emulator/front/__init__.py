"""What every request passes first: its ids, who may ask, faults, the journal, and how the answer leaves."""
