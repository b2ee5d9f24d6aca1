"""What all tests begin with and leave: no terminal says how wide a text is, no picture stays."""

import os
import sys
from collections.abc import Iterator

import pytest

os.environ.pop("COLUMNS", None)


@pytest.fixture(autouse=True)
def _pictures_closed() -> Iterator[None]:
    """Close what a test or a doctest has drawn: of twenty open ones matplotlib warns."""
    yield
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close("all")
