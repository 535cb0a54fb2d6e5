"""The pipelines in examples/pipelines: linted, and their shell steps run with the real engine.

No CI system is here. `github.py`, `gitlab.py` and `azure.py` read a pipeline's file, choose its jobs by the event, give
their steps what the system documents, and run them. What they cannot do is an error, never a pass.
"""
