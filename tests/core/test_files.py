"""Files are read whole, or refused in one line: which, why, and what was expected."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

import allotments
from allotments import wasde
from allotments.core.errors import InvalidInput
from allotments.core.files import header_faults, pasted_hint, read_file, shown_path
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
    assert ["found columns 'w', 'x', 'y' and 1 more, expected name"] == header_faults(
        [*"wxyz"], ["name"], ["name"]
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
