"""The gRPC plugin: the provider that the engine starts for programs in every Pulumi language.

It decodes, calls the lifecycle, and encodes. It contains no rule about meetings.
"""
