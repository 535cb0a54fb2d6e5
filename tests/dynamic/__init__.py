"""The dynamic resource as the engine meets it: the SDK's own server, over gRPC."""
