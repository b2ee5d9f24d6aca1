"""What every Act's models share: quantities, names, frozen models, all faults at once, what-ifs."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from inspect import signature
from typing import Annotated, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import AfterValidator, Field, ValidationError

from allotments import InvalidInput
from allotments.core.base_model import ExactNumber, Model, Name, Quantity, Text, WholeNumber
from allotments.core.limits import LARGEST_QUANTITY


class Store(Model):
    """A model of no Act."""

    tons: Quantity
    owner: Name = "CCC"


class Pair(Model):
    """A model of models."""

    first: Store
    second: Store | None = None
    others: dict[Name, Store] = Field(default_factory=dict)


@pytest.mark.parametrize("value", [0, 1, LARGEST_QUANTITY, np.int64(7), np.uint8(255)])
def test_quantity_takes_whole_short_tons(value: Any) -> None:
    """A NumPy integer becomes an ``int``, so that nothing wraps around later."""
    tons = Store(tons=value).tons
    assert (int(value), int) == (tons, type(tons))


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (-1, "-1"),
        (1_000_000_001, "1,000,000,001"),
        (10**40, "10000000000000000000000000000000000000000"),
        (5.5, "5.5"),
        (np.float64(5.5), "5.5"),
        (Decimal("1687.3805"), "1687.3805"),
        (Fraction(1, 3), "Fraction(1, 3)"),
        (Decimal("1E+999999"), "1E+999999"),
        (1e9 + 1, "1000000001.0"),
        (float("nan"), "nan"),
        (float("inf"), "inf"),
        (Decimal("NaN"), "NaN"),
        (True, "True"),
        (np.True_, repr(np.True_)),
        ("5", "'5'"),
        (None, "None"),
        ([5], "[5]"),
        (np.int64(-5), "-5"),
        pytest.param(10**5_000, "a whole number of more than 60 digits", id="thousands of digits"),
        (np.zeros((2, 2)), "array([[0., 0.], [0., 0.]])"),
        pytest.param([10**5_000], "a list that is too large to show", id="a list of them"),
        (100 * "x", f"'{59 * 'x'}..."),
    ],
)
def test_quantity_refuses(value: Any, found: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        Store(tons=value)
    line = f"tons: found {found}, expected a whole number of short tons from 0 to 1,000,000,000"
    assert (line,) == caught.value.faults


@pytest.mark.parametrize(
    "value",
    [
        9_247_500.0,
        np.float64(9_247_500),
        np.float32(9_247_500),
        np.int32(9_247_500),
        np.array(9_247_500),
        Decimal("9247500.000"),
        Fraction(18_495_000, 2),
    ],
)
def test_quantity_takes_a_whole_number_of_any_numeric_type(value: Any) -> None:
    tons = Store(tons=value).tons
    assert (9_247_500, int) == (tons, type(tons))


def test_quantity_of_a_json_file_is_whole_however_it_is_written() -> None:
    assert 9_247_500 == Store.model_validate_json('{"tons": 9247500.0}').tons


def test_quantity_refuses_what_is_nested_too_deep_to_show() -> None:
    """Found while fuzzing: a file's dotted key ended in a traceback of Python's own limit."""
    nested: list[Any] = []
    for _ in range(100_000):
        nested = [nested]
    with pytest.raises(
        InvalidInput, match="tons: found a list that is too large to show, expected"
    ):
        Store(tons=nested)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["x", "Ka'u Agribusiness Co", "M.A. Patout & Sons", 200 * "x"])
def test_name_takes_what_is_printed(name: str) -> None:
    assert name == Store(tons=1, owner=name).owner


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("", "''"),
        (" x", "' x'"),
        ("x\t", r"'x\t'"),
        ("a\nb", r"'a\nb'"),
        ("a\x00b", r"'a\x00b'"),
        (201 * "x", f"'{59 * 'x'}..."),
    ],
)
def test_name_refuses_what_one_line_cannot_show(name: str, found: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        Store(tons=1, owner=name)
    line = (
        f"owner: found {found}, expected a name of 1 to 200 printable characters "
        "without blanks around it"
    )
    assert (line,) == caught.value.faults


def test_name_must_be_text() -> None:
    with pytest.raises(InvalidInput, match=r"^owner: found 5, expected a valid string$"):
        Store(tons=1, owner=5)  # type: ignore[arg-type]


def test_model_is_frozen_and_forbids_more() -> None:
    store = Store(tons=1)
    with pytest.raises(ValidationError, match="frozen"):
        store.tons = 2  # type: ignore[misc]
    with pytest.raises(InvalidInput, match=r"^onwer: unknown key; did you mean 'owner'\?$"):
        Store(tons=1, onwer="x")  # type: ignore[call-arg]


def test_model_reports_all_faults_of_nested_models_at_once() -> None:
    """An inner model's faults do not hide the outer's."""
    with pytest.raises(InvalidInput) as caught:
        Pair.model_validate(
            {"first": {"tons": -1}, "second": {}, "others": {"a": {"ton": 1}}, "x": 1}
        )
    assert (
        "first.tons: found -1, expected a whole number of short tons from 0 to 1,000,000,000",
        "second.tons: missing, expected a value",
        "others.a.tons: missing, expected a value",
        "others.a.ton: unknown key; did you mean 'tons'?",
        "x: unknown key; expected one of: first, second, others",
    ) == caught.value.faults


def test_model_validate_takes_plain_data_and_refuses_in_the_same_words() -> None:
    assert Store(tons=1) == Store.model_validate({"tons": 1})
    assert Store(tons=1) == Store.model_validate({"tons": 1}, context={"unit": "TST"})
    with pytest.raises(InvalidInput, match=r"^found a list, expected a valid dictionary"):
        Store.model_validate([1])


def test_replace_changes_what_is_named_and_keeps_the_rest() -> None:
    pair = Pair(first=Store(tons=1, owner="a"), others={"x": Store(tons=3)})
    assert Store(tons=2, owner="a") == pair.first.replace(tons=2)
    changed = pair.replace(first={"tons": 5}, second={"tons": 6})
    assert Store(tons=5, owner="a") == changed.first
    assert Store(tons=6) == changed.second
    assert {"x": Store(tons=3)} == changed.others
    assert Store(tons=1, owner="a") == pair.first
    assert Store(tons=9) == pair.replace(first=Store(tons=9)).first
    assert {"y": Store(tons=4)} == pair.replace(others={"y": {"tons": 4}}).others


def test_replace_validates() -> None:
    pair = Pair(first=Store(tons=1))
    with pytest.raises(InvalidInput) as caught:
        pair.replace(frist=1, secnd=2)
    assert (
        "frist: unknown key; did you mean 'first'?",
        "secnd: unknown key; did you mean 'second'?",
    ) == caught.value.faults
    with pytest.raises(InvalidInput, match=r"^first\.tons: found -1, expected a whole number"):
        pair.replace(first={"tons": -1})
    with pytest.raises(InvalidInput, match=r"^first\.ton: unknown key; did you mean 'tons'\?$"):
        pair.replace(first={"ton": 1})
    with pytest.raises(InvalidInput, match=r"^first: found 5, expected a valid dictionary"):
        pair.replace(first=5)


@given(st.integers(-(10**10), 10**10))
def test_quantity_is_taken_exactly_from_0_to_a_billion(value: int) -> None:
    if 0 <= value <= 1_000_000_000:
        assert value == Store(tons=value).tons
    else:
        with pytest.raises(InvalidInput):
            Store(tons=value)


def test_json_is_refused_with_the_same_exception() -> None:
    """model_validate_json is pydantic's third way in; it must not leak pydantic's own exception."""
    assert Store(tons=1) == Store.model_validate_json('{"tons": 1}')
    with pytest.raises(InvalidInput) as caught:
        Store.model_validate_json('{"tons": -1}')
    assert (
        "tons: found -1, expected a whole number of short tons from 0 to 1,000,000,000",
    ) == caught.value.faults


def test_a_quantity_is_described_in_the_schema() -> None:
    described = {"description": "Short tons, raw value.", "minimum": 0, "maximum": LARGEST_QUANTITY}
    found = Store.model_json_schema()["properties"]["tons"]
    assert described == {key: found[key] for key in described}


class Described(Model):
    text: Text
    exact: ExactNumber
    count: WholeNumber


def test_texts_and_numbers_are_described_in_the_schema() -> None:
    """An exact number is whole, or a text such as "1/3"; what is dumped is described alike."""
    exact = {"anyOf": [{"type": "integer"}, {"type": "string"}], "title": "Exact"}
    for mode in ("validation", "serialization"):
        found = Described.model_json_schema(mode=mode)["properties"]
        assert {"minLength": 1, "maxLength": 500, "title": "Text", "type": "string"} == found[
            "text"
        ]
        assert exact == found["exact"]
        assert {"title": "Count", "type": "integer"} == found["count"]


def test_a_whole_number_is_of_any_numeric_type() -> None:
    count = Described(text="x", exact=1, count=np.int64(3)).count  # type: ignore[arg-type]
    assert (3, int) == (count, type(count))
    with pytest.raises(InvalidInput, match=r"^count: "):
        Described(text="x", exact=1, count=2.5)  # type: ignore[arg-type]


class Lots(Model):
    """A model with a sequence, and one whose check needs to be told something."""

    three: tuple[int, int, int]


class Warehouse(Model):
    lots: Lots
    tons: Annotated[Quantity, AfterValidator(lambda tons, told: tons * told.context["times"])]


def test_options_of_pydantic_reach_nested_models() -> None:
    """In JSON a list is a tuple, strictness notwithstanding; at every depth."""
    made = Warehouse.model_validate({"lots": {"three": (1, 2, 3)}, "tons": 2}, context={"times": 5})
    assert ((1, 2, 3), 10) == (made.lots.three, made.tons)
    text = '{"lots": {"three": [1, 2, 3]}, "tons": 2}'
    assert made == Warehouse.model_validate_json(text, context={"times": 5})


def test_json_is_refused_with_a_hint() -> None:
    with pytest.raises(InvalidInput, match=r"^tosn: unknown key; did you mean 'tons'\?$"):
        Store.model_validate_json('{"tons": 1, "tosn": 2}')


class Doubled(Model):
    tons: Quantity
    others: list[int] = Field(default_factory=list)

    @cached_property
    def twice(self) -> int:
        return 2 * self.tons


def test_a_copy_forgets_what_was_computed() -> None:
    """And holds the same things as the original, unless it is asked to be deep."""
    first = Doubled(tons=1)
    assert 2 == first.twice
    copied = first.model_copy(update={"tons": 5})
    assert 10 == copied.twice
    assert first.others is copied.others
    assert first.others is not first.model_copy(deep=True).others


@pytest.mark.parametrize(
    ("tons", "found"),
    [
        (10**30 - 1, ",".join(10 * ["999"])),
        (10**30, f"1{30 * '0'}"),
        (-(10**30), f"-1{30 * '0'}"),
    ],
)
def test_a_long_number_is_shown_without_commas(tons: int, found: str) -> None:
    """Commas help up to a length that nobody reads any more."""
    with pytest.raises(InvalidInput, match=f"^tons: found {found}, expected a whole number"):
        Store(tons=tons)


class Ratio(Model):
    value: ExactNumber


@pytest.mark.parametrize(
    ("given", "exact"),
    [("2/6", Fraction(1, 3)), (np.int64(3), 3), (Fraction(-1, 2), -Fraction(1, 2))],
)
def test_an_exact_number_is_any_fraction(given: Any, exact: Any) -> None:
    assert exact == Ratio(value=given).value
    assert Ratio(value=given) == Ratio.model_validate_json(Ratio(value=given).model_dump_json())


def test_an_exact_number_is_dumped_whole_or_as_text() -> None:
    assert {"value": 3} == Ratio(value=3).model_dump(mode="json")  # type: ignore[arg-type]
    assert {"value": "1/3"} == Ratio(value=Fraction(1, 3)).model_dump(mode="json")


@pytest.mark.parametrize("given", ["1/0", "a third", True, 0.5, None])
def test_what_is_not_exact_is_refused(given: Any) -> None:
    """A float is not what was meant: a third has none."""
    with pytest.raises(InvalidInput) as caught:
        Ratio(value=given)
    assert (
        f"value: found {given!r}, expected an exact number, such as '2887717000/663'",
    ) == caught.value.faults


class Remark(Model):
    words: Text


def test_a_text_is_one_line_of_500_characters_at_most() -> None:
    for words in ("x", " two words ", 500 * "x"):
        assert words == Remark(words=words).words
    for words, found in [
        ("", "''"),
        ("   ", "' '"),
        ("two\nlines", r"'two\nlines'"),
        (501 * "x", f"'{59 * 'x'}..."),
    ]:
        with pytest.raises(InvalidInput) as caught:
            Remark(words=words)
        assert (
            f"words: found {found}, expected 1 to 500 printable characters on one line",
        ) == caught.value.faults


def test_a_model_offers_what_it_has_and_is_called_by_its_fields() -> None:
    """Not pydantic's methods, nor annotations of a thousand characters."""
    pair = Pair(first=Store(tons=1))
    offered = [name for name in dir(pair) if not name.startswith("_")]
    assert {"__init__", "__class__", "__dict__"} < set(dir(pair))  # what any object has stays
    assert ["first", "others", "replace", "second"] == offered
    assert "(*, first, second=None, others={})" == str(signature(Pair))
    assert "(*, tons, owner='CCC')" == str(signature(Store))


def test_a_model_is_called_by_its_fields_before_its_first_use_and_after() -> None:
    class Fresh(Model):
        tons: Quantity
        owner: Name = "CCC"
        others: dict[str, int] = Field(default_factory=dict)

    assert "(*, tons, owner='CCC', others={})" == str(signature(Fresh))
    Fresh(tons=1)
    assert "(*, tons, owner='CCC', others={})" == str(signature(Fresh))


def test_a_model_may_be_built_by_hand_where_its_parts_are_defined() -> None:
    """Names are looked up in the function that calls, or in the one that its caller means."""

    def build(model: type[Model]) -> None:
        model.model_rebuild(_parent_namespace_depth=3)

    class Barn(Model):
        inner: Stall

    class Shed(Model):
        inner: Stall

    class Stall(Model):
        tons: Quantity

    Barn.model_rebuild()
    build(Shed)
    assert 1 == Barn(inner=Stall(tons=1)).inner.tons
    assert 2 == Shed(inner=Stall(tons=2)).inner.tons
