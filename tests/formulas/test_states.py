"""What a State is."""

from __future__ import annotations

import pytest

from allotments.formulas.states import STATES, check_state, states_meant

IN_THE_ORDER_OF_THE_UNION = """
    Delaware, Pennsylvania, New Jersey, Georgia, Connecticut, Massachusetts, Maryland, South
    Carolina, New Hampshire, Virginia, New York, North Carolina, Rhode Island, Vermont,
    Kentucky, Tennessee, Ohio, Louisiana, Indiana, Mississippi, Illinois, Alabama, Maine,
    Missouri, Arkansas, Michigan, Florida, Texas, Iowa, Wisconsin, California, Minnesota,
    Oregon, Kansas, West Virginia, Nevada, Nebraska, Colorado, North Dakota, South Dakota,
    Montana, Washington, Idaho, Wyoming, Utah, Oklahoma, New Mexico, Arizona, Alaska, Hawaii
"""  # by the years in which they were admitted, 1787 to 1959


def test_states_are_50_and_two() -> None:
    states = [" ".join(state.split()) for state in IN_THE_ORDER_OF_THE_UNION.split(",")]
    assert 50 == len(states)
    assert sorted([*states, "District of Columbia", "Puerto Rico"]) == list(STATES)


@pytest.mark.parametrize(
    ("found", "state"),
    [
        ("MI", "Michigan"),  # the Postal Service's codes; Minnesota and Missouri begin so, too
        ("mi.", "Michigan"),
        ("MO", "Missouri"),
        ("AK", "Alaska"),
        ("ID", "Idaho"),
        ("M.D.", "Maryland"),
        ("Floridda", "Florida"),  # by the spelling alone: neither is an abbreviation
        ("FLORDIA", "Florida"),
        ("COLORODO", "Colorado"),
    ],
)
def test_states_meant_by_a_code_or_by_the_spelling(found: str, state: str) -> None:
    assert [state] == states_meant(found)


def test_check_state_gives_back_the_name() -> None:
    assert list(STATES) == [check_state(state) for state in STATES]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("Lousiana", "a State; did you mean 'Louisiana'?"),
        ("puerto Rico", "a State; did you mean 'Puerto Rico'?"),
        ("FLORIDA", "a State; did you mean 'Florida'?"),
        ("FL", "a State; did you mean 'Florida'?"),
        ("Fla.", "a State; did you mean 'Florida'?"),
        ("La.", "a State; did you mean 'Louisiana'?"),
        ("P.R.", "a State; did you mean 'Puerto Rico'?"),
        ("M.", "a State, the District of Columbia or Puerto Rico"),
        ("", "a State, the District of Columbia or Puerto Rico"),
        ("Guam", "a State, the District of Columbia or Puerto Rico"),
        (7, "a State, the District of Columbia or Puerto Rico"),
    ],
)
def test_check_state_suggests_the_nearest(state: str, expected: str) -> None:
    with pytest.raises(ValueError, match="found") as caught:
        check_state(state)
    assert f"found {state!r}, expected {expected}" == str(caught.value)
    with pytest.raises(ValueError, match="found") as caught:
        check_state(state, name="states[0]")
    assert f"states[0]: found {state!r}, expected {expected}" == str(caught.value)


def test_every_state_has_its_postal_code() -> None:
    """The fifty, the District of Columbia and Puerto Rico; here those at the ends of lines."""
    codes = {"AL": "Alabama", "NJ": "New Jersey", "NM": "New Mexico", "WY": "Wyoming"}
    for code, state in codes.items():
        assert [state] == states_meant(code)
