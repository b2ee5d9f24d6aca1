"""Records as data frames, and what is said where the library of a frame is missing."""

from __future__ import annotations

import sys

import pytest

import allotments

NOTICE = allotments.load("fy1995")


def test_both_frames_have_a_row_for_each_record() -> None:
    comparison = allotments.compare(NOTICE, NOTICE.inputs.replace(weights=(1, 1, 1)))
    records = comparison.records()
    assert len(records) == len(comparison.to_pandas()) == len(comparison.to_polars())
    assert records[0]["figure"] == comparison.to_pandas()["figure"][0]


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_missing_library_is_named(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    frame = getattr(allotments.verify(NOTICE), f"to_{library}")
    with pytest.raises(ModuleNotFoundError, match=f"^this needs {library}: pip install {library}$"):
        frame()
