"""A child process for the tests of its limits: does what its first argument says."""

import os
import sys

from evidence.analyzers.child import limited, tell

what, *more = limited(sys.argv[1:], "WHAT")

if what == "memory":
    tell(str(len(bytearray(int(more[0])))))
elif what == "spin":
    while True:
        pass
elif what == "answers":
    for _ in range(int(more[0])):
        tell("x" * 1023)
elif what == "die after an answer":
    tell("one")
    os.abort()
