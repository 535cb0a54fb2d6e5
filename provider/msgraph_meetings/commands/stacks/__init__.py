"""Meetings in a Pulumi state or in stack outputs: read, judged by a clock, compared with the service."""
