"""Files: read whole, within a limit, their columns too; and those that are bundled."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from allotments.core.errors import Fault, InvalidInput, check_kind, did_you_mean
from allotments.core.exact import shown
from allotments.core.limits import LONGEST_PATH

_PASTED = {
    "[\u201c\u201d\u2018\u2019\u201e\u00ab\u00bb]": 'write straight quotes, "',
    "[\u2010-\u2015\u2212]": "write a hyphen for a dash or a minus",
    "[\u00a0\u2000-\u200b\u202f\u3000\ufeff]": "write plain blanks",
    r"[0-9],[0-9]{3}(?![0-9])": "write whole numbers without commas",
    r"[0-9] *%": "write a percentage as a number with its unit, without the sign",
    r"=\s*[+-]?0[0-9]": "write numbers without zeros before them",
    r"=\s*(\(|[0-9][0-9.]* ?[0-9]/|[A-Za-z])": "write text in quotes",
}
_NO_TEXT = {  # what begins or has in it what no text file does
    rb"PK\x03\x04": "a workbook or another ZIP archive",
    rb"\xff\xfe|\xfe\xff": "text in UTF-16",
    rb"(?s).{0,1000}\0": "a binary file",
}
_MOST_UNKNOWN = 3  # columns that a line names


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
    check_kind("path", path, str | os.PathLike, f"the path of {expected}")  # type: ignore[arg-type]
    if "://" in str(path):
        said = f"{str(path)[:LONGEST_PATH]}: found an address, expected the path of {expected}"
        raise InvalidInput([f"{said}; download it first"])
    try:
        with Path(path).open("rb") as file:
            content = file.read(largest + 1)
    except (OSError, ValueError) as error:  # the latter of a path with a NUL
        fault = _reason(error)
    else:
        if len(content) <= largest:
            return content
        fault = f"found more than {largest:,} bytes"
    raise InvalidInput([f"{shown_path(path)}: {fault}, expected {expected}"])


def read_csv(path: str | Path, largest: int, expected: str) -> bytes:
    """Do as :func:`read_file`, and refuse what is no CSV file at all."""
    content = read_file(path, largest, expected)
    found = "an empty file" if re.fullmatch(rb"(\xef\xbb\xbf)?\s*", content) else _no_text(content)
    if found:
        raise InvalidInput(
            [f"{shown_path(path)}: found {found}, expected {expected}, CSV in UTF-8"]
        )
    return content


@contextmanager
def writing(path: str | Path, suffix: str) -> Iterator[None]:
    """Refuse a path that the block cannot write to, or whose name ends otherwise.

    >>> with writing("tables.pdf", ".xlsx"):
    ...     raise AssertionError
    Traceback (most recent call last):
    allotments.core.errors.InvalidInput: tables.pdf: found another ending, expected .xlsx
    """
    check_kind("path", path, str | os.PathLike, f"the path of a file to write, {suffix}")  # type: ignore[arg-type]
    if Path(path).suffix.lower() != suffix:
        raise InvalidInput([f"{shown_path(path)}: found another ending, expected {suffix}"])
    try:
        yield
    except (OSError, ValueError) as error:
        expected = "expected a path that can be written to"
        raise InvalidInput([f"{shown_path(path)}: {_reason(error)}, {expected}"]) from None


def _reason(error: OSError | ValueError) -> str:
    said = getattr(error, "strerror", None) or str(error)
    return f"{said[:1].lower()}{said[1:]}"


def _no_text(content: bytes) -> str | None:
    """Return what a file is that is no text in UTF-8, as far as its first bytes tell."""
    return next((named for begins, named in _NO_TEXT.items() if re.match(begins, content)), None)


def decoded(content: bytes, expected: str, place: str = "") -> str:
    r"""Return the text that is in a file; *place* is what a fault begins with.

    >>> decoded(b"\xef\xbb\xbfname,acres", "a table of farms")
    'name,acres'

    Raises
    ------
    InvalidInput
        If it is no UTF-8, such as a workbook where *expected* is a text.
    """
    if found := _no_text(content):
        raise InvalidInput([Fault(place, f"found {found}", f"{expected}, a text file")])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        found = f"found byte 0x{content[error.start]:02x} at offset {error.start}"
        raise InvalidInput([Fault(place, found, "UTF-8")]) from None


def header_faults(header: Sequence[str], needed: Sequence[str], known: Sequence[str]) -> list[str]:
    """Return what is wrong with the names of a table's columns.

    >>> header_faults(["name;acres"], ["name", "acres"], ["name", "acres"])
    ["found columns separated by ';', expected commas"]
    >>> header_faults(["NAME", "acres"], ["name", "acres"], ["name", "acres"])
    ["column 'name' is missing", "unknown column 'NAME'; did you mean 'name'?"]

    Parameters
    ----------
    header
        The names that are there.
    needed
        Those that must be.
    known
        Those that may be.
    """
    if len(header) == 1 and (other := next((one for one in ";\t|" if one in header[0]), None)):
        return [f"found columns separated by {other!r}, expected commas"]
    unknown = [column for column in dict.fromkeys(header) if column not in known]
    if not set(needed) & set(header) and len(unknown) > _MOST_UNKNOWN:
        listed = ", ".join(shown(column) for column in unknown[:_MOST_UNKNOWN])
        more = len(unknown) - _MOST_UNKNOWN
        return [f"found columns {listed} and {more} more, expected {', '.join(needed)}"]
    faults = [f"column {column!r} is missing" for column in needed if column not in header]
    faults += [f"unknown column {shown(one)}; {did_you_mean(one, known)}" for one in unknown]
    return faults + [
        f"column {column!r} stands there more than once"
        for column in known
        if header.count(column) > 1
    ]


def pasted_hint(line: str) -> str:
    """Return a hint at what a line of TOML has from a page or a table, or nothing.

    >>> pasted_hint("imports = 1,230")
    'write whole numbers without commas'

    Parameters
    ----------
    line
        That at which the file is no TOML.
    """
    hints = (hint for pattern, hint in _PASTED.items() if re.search(pattern, line))
    return next(hints, "")


def shown_path(path: str | Path) -> str:
    r"""Return a path as a line shows it: as it is, or escaped where something does not print.

    The beginning of what is too long for one: the text of a file, perhaps.

    >>> print(shown_path("mine.toml"), shown_path("a\nb.toml"))
    mine.toml 'a\nb.toml'
    """
    text = str(Path(path))
    shown = text if text.isprintable() else repr(text)
    return shown if len(shown) <= LONGEST_PATH else f"{shown[:LONGEST_PATH]}..."
