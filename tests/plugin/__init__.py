"""The plugin, used as the engine uses it, over real gRPC and with the real engine."""
