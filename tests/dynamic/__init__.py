"""The dynamic resource as the engine uses it: the SDK's own server, over gRPC."""
