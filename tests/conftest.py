"""What tests of several folders share."""

import os

from hypothesis import settings

pytest_plugins = ["tests.databases"]

# The processes that tests start keep what they compile: each would compile every library anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# How long a property takes on a busy machine is no part of it.
settings.register_profile("patient", settings(), deadline=None)
settings.load_profile("patient")
