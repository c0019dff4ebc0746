"""A child process for the engine's tests: does what its first argument says."""

import os
import sys
import time
from pathlib import Path

RESOURCE_LIMITS, (DASHES, WHAT, *MORE) = sys.argv[1:4], sys.argv[4:]
assert DASHES == "--"

if WHAT == "answer":
    sys.stdout.write(",".join(MORE))
elif WHAT == "limits":
    sys.stdout.write(",".join(RESOURCE_LIMITS))
elif WHAT == "fail":
    sys.exit("reading /home/somebody/secret/film.mp4 failed")
elif WHAT == "die":
    os.abort()
elif WHAT == "hang":
    Path(MORE[0]).write_text(str(os.getpid()))
    time.sleep(600)
