"""The text of a notice file: why it is no TOML, where its faults are, and what is written of it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from allotments import InvalidInput
from allotments.act1990 import PrintedPlace
from allotments.core.errors import Fault
from allotments.core.printed_number import PrintedPercent, PrintedQuantity
from allotments.notice_files import in_words, read, written


def refusal(content: bytes) -> str:
    """The line that refuses a file."""
    with pytest.raises(InvalidInput) as caught:
        read(content)
    return str(caught.value)


def test_numbers_are_read_with_their_digits() -> None:
    assert {"Florida": Decimal("1687.380")} == read(b"Florida = 1687.380")
    assert "1687.380" == str(read(b"Florida = 1687.380")["Florida"])


def test_the_line_at_fault_has_the_hint() -> None:
    """The second of these, and not the others, which have other slips."""
    slips = b"share = 55\nimports = 1,230\nother = (NA)\n"
    assert (
        "not TOML: expected newline or end of document after a statement (at line 2, column 12); "
        "write whole numbers without commas"
    ) == refusal(slips)


def test_the_beginning_and_the_end_of_a_long_reason_are_shown() -> None:
    """What is at most 300 characters long is shown whole; of more 100 from either end."""
    begins, ends = "the same table stands there twice: '", "' (at line 2, column 24{})"
    key = "k" * (301 - len(begins) - len(ends))
    whole = f"{begins}{key}{ends.format(1)}"
    assert 300 == len(whole)
    assert f"not TOML: {whole}" == refusal(2 * f"[{key}]\n".encode())
    longer = f"{begins}k{key}{ends.format(2)}"
    assert f"not TOML: {longer[:100]}...{longer[-100:]}" == refusal(2 * f"[k{key}]\n".encode())


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        ("P", "printed[0] (P) imports"),
        ("", "printed[0] imports"),
        ("p" * 500, f"printed[0] ({'p' * 500}) imports"),
        ("p" * 501, "printed[0] imports"),
        ("two\nlines", "printed[0] imports"),
        (5, "printed[0] imports"),
    ],
)
def test_a_place_is_named_beside_its_number(place: Any, shown: str) -> None:
    """If it fits into a line."""
    fault = Fault("printed[0].imports.value", "found 'x'", "a valid integer or instance of Number")
    expected = f"{shown}: found 'x', expected a whole number"
    assert expected == in_words(fault, {"printed": [{"place": place}]})


def test_a_fault_elsewhere_is_in_the_words_of_a_file() -> None:
    """A number is meant, and not the value that its table would have; a missing one is missing."""
    fault = Fault("fiscal_year.value", "found 'x'", "a valid integer")
    assert "fiscal_year: found 'x', expected a whole number" == in_words(fault, {})
    fault = Fault("printed[1].imports.value", "missing", "a value")
    for blocks in ([{"place": "P"}], 1, None):
        assert fault == in_words(fault, {"printed": blocks})
    assert "printed[1] imports.value: missing, expected a value" == (
        in_words(fault, {"printed": [1, 2]})
    )


def test_a_place_is_written_with_what_it_does_not_default_to() -> None:
    """Its own unit once, figures that are none of the Act's last, and bare numbers where all are.

    TOML has bare numbers before tables, so that in a table with both all are tables.
    """
    place = PrintedPlace.model_validate(
        {
            "place": "Table 3",
            "unit": "TST",
            "other": {"a price": {"value": 18, "unit": "cents per pound"}},
            "imports": Decimal("1249.0"),
            "states": {"Florida": Decimal("20.000"), "Texas": {"value": 3, "unit": "short tons"}},
            "processors": {"Florida": {"A": 1, "B": 2}},
        }
    )
    figures = {
        "imports": Decimal("1249.0"),
        "states": {
            "Florida": {"value": Decimal("20.000")},
            "Texas": {"value": 3, "unit": "short tons"},
        },
        "processors": {"Florida": {"A": 1, "B": 2}},
        "other": {"a price": {"value": 18, "unit": "cents per pound"}},
    }
    expected = {"place": "Table 3", **figures}
    found = written(place, "TST")
    assert expected == found
    assert list(expected) == list(found)
    assert {"place", "unit", *figures} == set(written(place, "short tons"))
    assert "TST" == written(place, "short tons")["unit"]


def test_a_place_without_a_unit_has_none() -> None:
    place = PrintedPlace.model_validate({"place": "P", "imports": 1_249_000})
    assert {"place": "P", "imports": 1_249_000} == written(place, "short tons")
    assert {"place": "P", "imports": {"value": 1_249_000, "unit": "short tons"}} == (
        written(place, "TST")
    )


def test_a_number_is_written_as_it_is_printed() -> None:
    """Bare where nothing is to be said of it, whose digits do not show what it was rounded to."""
    assert Decimal("55.0") == written(PrintedPercent(value=Decimal("55.0")), "TST")
    number = PrintedQuantity.model_validate(
        {"value": 144_000, "resolution": 1_000, "meant": 145_000, "reason": "The sum."}
    )
    assert {
        "value": 144_000,
        "resolution": 1_000,
        "meant": 145_000,
        "reason": "The sum.",
    } == written(number, "short tons")
    assert [5, "x"] == written((5, "x"), "TST")
