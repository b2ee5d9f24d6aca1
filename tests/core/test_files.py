"""Files are read whole, or refused in one line: which, why, and what was expected."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from allotments.core.errors import InvalidInput
from allotments.core.files import read_file


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
