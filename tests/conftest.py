"""What tests of several folders share."""

import os

pytest_plugins = ["tests.databases"]

# The processes that tests start keep what they compile: each would compile every library anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
