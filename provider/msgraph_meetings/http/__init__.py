"""HTTP: transport, time limits, trusted certificates, strict JSON, and the meaning of refusals."""
