"""Run moto's S3 server: print its port, and end when the standard input is closed.

This file runs in an environment of its own (`tools.state_server`), so it imports nothing of ours.
"""

import sys

from moto.server import ThreadedMotoServer

server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
sys.stdout.write(f"{server.get_host_and_port()[1]}\n")
sys.stdout.flush()
sys.stdin.read()
server.stop()
