"""Files are read whole, or refused in one line: which, why, and what was expected."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

import allotments
from allotments import wasde
from allotments.core.errors import InvalidInput
from allotments.core.files import (
    decoded,
    header_faults,
    pasted_hint,
    read_csv,
    read_file,
    shown_path,
    writing,
)
from allotments.core.limits import LONGEST_PATH


def refusal(path: str | Path, largest: int = 3) -> tuple[str, ...]:
    """The lines that refuse a file that should be a table."""
    with pytest.raises(InvalidInput) as caught:
        read_file(path, largest, "a table")
    return caught.value.faults


def test_a_file_of_the_largest_size_is_read_and_no_larger_one(tmp_path: Path) -> None:
    path = tmp_path / "three"
    path.write_bytes(b"123")
    assert b"123" == read_file(path, 3, "a table") == read_file(str(path), 4, "a table")
    assert (f"{path}: found more than 2 bytes, expected a table",) == refusal(path, 2)


def test_what_cannot_be_read_says_why(tmp_path: Path) -> None:
    missing = tmp_path / "none"
    assert (f"{missing}: no such file or directory, expected a table",) == refusal(missing)
    assert (f"{tmp_path}: is a directory, expected a table",) == refusal(tmp_path)
    assert ("'a\\x00b': embedded null byte, expected a table",) == refusal("a\0b")


def test_an_address_is_no_path() -> None:
    """Of a long one its first 260 characters are shown."""
    said = "found an address, expected the path of a table; download it first"
    assert (f"https://usda.gov/wasde.csv: {said}",) == refusal("https://usda.gov/wasde.csv")
    assert (f"ftp://{254 * 'k'}: {said}",) == refusal(f"ftp://{1_000 * 'k'}")


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "an empty file"),
        (b" \r\n\t\n", "an empty file"),
        (b"\xef\xbb\xbf\n", "an empty file"),  # but for a mark of its encoding
        (b"PK\x03\x04 sheet", "a workbook or another ZIP archive"),
        (b"\xff\xfea\0", "text in UTF-16"),
        (b"name\n\0", "a binary file"),
    ],
)
def test_what_is_no_table_at_all(content: bytes, found: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_bytes(content)
    with pytest.raises(InvalidInput) as caught:
        read_csv(path, 100, "a table of farms")
    assert (f"{path}: found {found}, expected a table of farms, CSV in UTF-8",) == (
        caught.value.faults
    )


def test_the_bytes_of_a_table_are_read_as_they_are(tmp_path: Path) -> None:
    """Also those that begin like none, and of a size up to the largest."""
    path = tmp_path / "mine.csv"
    path.write_bytes(b"\xef\xbb\xbfname\n")
    assert b"\xef\xbb\xbfname\n" == read_csv(path, 8, "a table")
    with pytest.raises(InvalidInput, match=r"found more than 7 bytes, expected a table$"):
        read_csv(path, 7, "a table")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            b"PK\x03\x04",
            "found a workbook or another ZIP archive, expected a table, a text file",
        ),
        (b"caf\xe9", "found byte 0xe9 at offset 3, expected UTF-8"),
    ],
)
def test_what_cannot_be_decoded_says_where_it_stands(content: bytes, said: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        decoded(content, "a table", "farms")
    assert (f"farms: {said}",) == caught.value.faults
    with pytest.raises(InvalidInput) as caught:
        decoded(content, "a table")
    assert (said,) == caught.value.faults


def test_a_reason_without_words_of_the_system_is_passed_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An OSError need not carry the system's own words."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError("Gone with the wind")

    monkeypatch.setattr(Path, "open", refuse)
    assert (f"{tmp_path}: gone with the wind, expected a table",) == refusal(tmp_path)


class Endless(io.BytesIO):
    """A file such as a terminal or a device may be, which has no end."""

    def read(self, size: int | None = -1, /) -> bytes:
        assert size is not None
        assert 0 <= size <= 10
        return size * b"0"


def test_no_more_is_read_than_shows_that_a_file_is_too_large(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Path, "open", lambda *_: Endless())
    assert ("endless: found more than 3 bytes, expected a table",) == refusal("endless")


def unwritable(path: Any) -> str:
    """The line that refuses a path for a workbook, to which the block writes."""
    with pytest.raises((InvalidInput, TypeError)) as caught, writing(path, ".xlsx"):
        Path(path).write_bytes(b"PK")
    return str(caught.value)


def test_a_path_that_cannot_be_written_to(tmp_path: Path) -> None:
    """The ending may be in capitals; another one is refused before the block is run."""
    with writing(tmp_path / "MINE.XLSX", ".xlsx"):
        (tmp_path / "MINE.XLSX").write_bytes(b"PK")
    missing = tmp_path / "none" / "mine.xlsx"
    said = "no such file or directory, expected a path that can be written to"
    assert f"{missing}: {said}" == unwritable(str(missing))
    assert "'a\\x00.xlsx': embedded null byte, expected a path that can be written to" == (
        unwritable("a\0.xlsx")
    )
    assert f"{tmp_path / 'mine.pdf'}: found another ending, expected .xlsx" == (
        unwritable(tmp_path / "mine.pdf")
    )
    assert not (tmp_path / "mine.pdf").exists()
    assert "path: found 5, expected the path of a file to write, .xlsx" == unwritable(5)


@pytest.mark.parametrize("path", [None, 5, b"mine.toml", io.StringIO("format = 1")])
def test_what_is_no_path_is_refused_in_a_line(path: Any) -> None:
    for read in (allotments.load, wasde.read):
        with pytest.raises(TypeError, match=r"^(path|notice): found .*, expected .*path"):
            read(path)


def test_the_text_of_a_file_is_not_repeated() -> None:
    """Where a path is meant it may have been passed; a refusal of it stays a line."""
    with pytest.raises(allotments.InvalidInput) as refused:
        allotments.load("fiscal_year = 1995\n" * 5_000)
    assert len(str(refused.value)) < 350


def test_the_longest_path_that_is_shown_whole() -> None:
    assert LONGEST_PATH * "k" == shown_path(LONGEST_PATH * "k")
    assert f"{LONGEST_PATH * 'k'}..." == shown_path((LONGEST_PATH + 1) * "k")


def test_columns_are_named_one_by_one_unless_there_are_many_and_none_is_known() -> None:
    """The second table is of something else."""
    assert [
        "column 'name' is missing",
        "unknown column 'TEXAS'; expected one of: name",
    ] == header_faults(["TEXAS"], ["name"], ["name"])
    assert [
        "column 'name' is missing",
        "unknown column 'x'; expected one of: name",
        "unknown column 'y'; expected one of: name",
        "unknown column 'z'; expected one of: name",
    ] == header_faults([*"xyz"], ["name"], ["name"])
    assert ["found columns 'w', 'x', 'y' and 1 more, expected name, acres"] == header_faults(
        [*"wxyz"], ["name", "acres"], ["name", "acres"]
    )


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_columns_that_no_comma_separates(separator: str) -> None:
    """Where there are several columns a name has such a character in it."""
    assert [f"found columns separated by {separator!r}, expected commas"] == header_faults(
        [f"name{separator}acres"], ["name"], ["name"]
    )
    odd = f"acres{separator}"
    assert [f"unknown column {odd!r}; did you mean 'acres'?"] == header_faults(
        ["name", odd], ["name"], ["name", "acres"]
    )


def test_a_column_stands_there_once() -> None:
    """An unknown one is unknown, however often."""
    assert [
        "unknown column 'bushels'; expected one of: name, acres, yield",
        "column 'acres' stands there more than once",
        "column 'yield' stands there more than once",
    ] == header_faults(
        ["name", "acres", "bushels", "acres", "yield", "bushels", "yield", "yield"],
        ["name"],
        ["name", "acres", "yield"],
    )


def test_a_line_that_was_not_pasted_has_no_hint() -> None:
    assert "" == pasted_hint("imports = 1230")


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("imports = 1,230", "write whole numbers without commas"),
        ("imports = \u20135", "write a hyphen for a dash or a minus"),
        ("imports =\u00a05", "write plain blanks"),
        ("label = \u201cA\u201d", 'write straight quotes, "'),
        ("imports = 01230", "write numbers without zeros before them"),
        ("share = 54.7%", "write a percentage as a number with its unit, without the sign"),
        ("imports = (NA)", "write text in quotes"),
    ],
)
def test_figures_pasted_into_a_notice_are_told_for_what_they_are(
    line: str, hint: str, tmp_path: Path
) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(f"format = 1\n{line}\n", encoding="utf-8")
    with pytest.raises(allotments.InvalidInput) as refused:
        allotments.load(path)
    assert str(refused.value).endswith(f"; {hint}")
    assert "(at line 2, column" in str(refused.value)
    path.write_text("format = [\n", encoding="utf-8")
    with pytest.raises(allotments.InvalidInput, match=r"not TOML: [^;]*$"):
        allotments.load(path)
