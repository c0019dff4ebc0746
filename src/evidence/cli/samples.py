"""Samples: where the sample classes and their generator are, in a checkout and in a wheel."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from evidence.wiring.places import CHECKOUT, PACKAGE

NAME = "sample_media"


def part(name: str) -> ModuleType:
    """A module of the generator; it lies beside the package, so that Python does not find it."""
    if NAME not in sys.modules:
        folder = _generator()
        spec = spec_from_file_location(
            NAME, folder / "__init__.py", submodule_search_locations=[str(folder)]
        )
        if spec is None or spec.loader is None:
            raise ModuleNotFoundError(f"no sample generator in {folder}", name=NAME)
        sys.modules[NAME] = package = module_from_spec(spec)
        spec.loader.exec_module(package)
    return import_module(f"{NAME}.{name}")


def classes_folder() -> Path:
    """Where the sample classes are or will be made.

    The checkout's own folder where that can be written to, else the user's cache.
    """
    generator = _generator()
    if generator.is_relative_to(CHECKOUT / NAME) and os.access(generator, os.W_OK):
        return generator / "classes"
    cache = os.environ.get("XDG_CACHE_HOME")
    return (Path(cache) if cache else Path.home() / ".cache") / "evidence" / "samples"


def _generator() -> Path:
    checkout = CHECKOUT / NAME
    return checkout if (checkout / "make.py").exists() else PACKAGE / NAME
