"""Starts the embedded database in a process of its own, for tests that kill it.

Prints one line of JSON when ready, then waits for its standard input to end.
"""

import json
import sys

from backend.foundation.database.embedded import embedded_database
from backend.foundation.refusal import Refusal

if __name__ == "__main__":
    try:
        with embedded_database(sys.argv[1]) as server:
            print(json.dumps({"url": server.superuser_url, "postmaster": server.pid}), flush=True)
            sys.stdin.read()
    except Refusal as refusal:
        print(json.dumps({"refused": type(refusal).__name__} | refusal.facts()), flush=True)
