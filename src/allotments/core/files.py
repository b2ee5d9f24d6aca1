"""Files: read whole, within a limit, and refused in one wording; and those that are bundled."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from allotments.core.errors import InvalidInput


def bundled_data() -> Traversable:
    """Return the directory of the data that ships with the library."""
    inside = files("allotments") / "data"
    if inside.is_dir():
        return inside
    return Path(__file__).parents[3] / "data"  # an editable install, beside the source tree


def read_file(path: str | Path, largest: int, expected: str) -> bytes:
    """Return what is in a file.

    Parameters
    ----------
    path
        Of the file.
    largest
        The most that it may hold. [bytes]
    expected
        What the file should be, for the line that refuses it: ``"a notice file"``.

    Raises
    ------
    InvalidInput
        If it cannot be read, or holds more.
    """
    try:
        with Path(path).open("rb") as file:
            content = file.read(largest + 1)
    except (OSError, ValueError) as error:  # the latter of a path with a NUL
        reason = getattr(error, "strerror", None) or str(error)
        fault = f"{reason[:1].lower()}{reason[1:]}"
    else:
        if len(content) <= largest:
            return content
        fault = f"found more than {largest:,} bytes"
    raise InvalidInput([f"{shown_path(path)}: {fault}, expected {expected}"])


def shown_path(path: str | Path) -> str:
    r"""Return a path as a line shows it: as it is, or escaped where something does not print.

    >>> print(shown_path("mine.toml"), shown_path("a\nb.toml"))
    mine.toml 'a\nb.toml'
    """
    return str(path) if str(path).isprintable() else repr(str(path))
