"""HTTP: transport, time limits, trusted certificates, strict JSON, and what a refusal means."""
