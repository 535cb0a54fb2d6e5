"""Starts the provider plugin: what a Pulumi host runs as ``python <this folder> <address of the engine>``."""

from msgraph_meetings.plugin.server import main

main()
