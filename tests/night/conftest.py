"""What the nights share: the sample classes, made once for the whole test run."""

from tests.samples.conftest import samples

__all__ = ["samples"]
