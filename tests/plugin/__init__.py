"""The gRPC door: driven as the engine drives it, over real gRPC and with the real engine."""
