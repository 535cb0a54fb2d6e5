"""The gRPC door: the provider plugin that the engine starts for programs in every Pulumi language.

It decodes, calls the lifecycle, encodes; no rule about meetings is here.
"""
