"""Results: what stands before, in and under their tables, as text and as HTML."""

from __future__ import annotations

import re

import pytest

from allotments.display.result import Published, Result, Shown
from allotments.display.text_and_html import COLUMNS, paragraphs, text_table

SHOWN = Shown(
    "Caption",
    ("", "TST"),
    [("Florida:",), ("  Roig", "1"), ("  Osceola", "2"), ("All", "3")],
    "<>",
    ["A note."],
    answers=["The answer."],
    totals=[3],
    marked=[1],
)


def test_text_has_the_answer_before_the_table_and_notes_below() -> None:
    expected = """\
Caption

The answer.

           TST
---------  ---
Florida:
  Roig       1
  Osceola    2
All          3

A note."""
    assert expected == SHOWN.text()
    assert "Caption" == Shown("Caption", ("a",), []).text()


def test_html_has_the_answer_before_the_table_and_notes_below() -> None:
    document = SHOWN.html()
    places = [document.index(text) for text in ("Caption", "The answer.", "<thead", "A note.")]
    assert sorted(places) == places


def test_what_tells_rows_apart_stands_in_their_elements() -> None:
    """A notebook that is not trusted strips the style element and leaves those of elements."""
    document = re.sub("<style>.*</style>", "", SHOWN.html(), flags=re.DOTALL)
    rows = {
        name: row for row in document.split("<tr") for name in re.findall(r">\s*(\w+):?</", row)
    }
    assert "text-align:left;font-weight:normal" in rows["Osceola"]
    assert "font-weight:600" in rows["Florida"]
    assert "font-weight:600;border-top:1px" in rows["All"]
    assert "color:#d33;font-weight:700" in rows["Roig"]
    assert "<tbody style='text-align:right" in document
    assert "font-size:.85em" in document.partition("A note")[0].rpartition("<p")[2]


def test_text_keeps_within_the_columns_in_force() -> None:
    words = "word " * 30
    assert 100 >= max(map(len, paragraphs([words]).splitlines())) > 90
    token = COLUMNS.set(40)
    try:
        assert max(map(len, paragraphs([words]).splitlines())) <= 40
        assert max(map(len, text_table(["a"], [[words]]).splitlines())) <= 40
    finally:
        COLUMNS.reset(token)


def test_a_result_says_how_it_is_shown_and_what_it_holds() -> None:
    with pytest.raises(NotImplementedError):
        str(Result())
    with pytest.raises(NotImplementedError):
        Published().to_json()
    with pytest.raises(NotImplementedError):
        Result().to_pandas()
