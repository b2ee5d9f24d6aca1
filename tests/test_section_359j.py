"""What a State is."""

from __future__ import annotations

import pytest

from allotments.act1990.section_359j import STATES, checked_state


def test_states_are_50_and_two() -> None:
    assert 52 == len(STATES) == len(set(STATES))
    assert {"District of Columbia", "Puerto Rico"} <= set(STATES)


def test_checked_state_gives_back_the_name() -> None:
    assert list(STATES) == [checked_state(state) for state in STATES]


@pytest.mark.parametrize(
    ("state", "suggestion"),
    [
        ("Lousiana", " (perhaps 'Louisiana')"),
        ("puerto rico", " (perhaps 'Puerto Rico')"),
        ("Guam", ""),
        (7, ""),
    ],
)
def test_checked_state_suggests_the_nearest(state: str, suggestion: str) -> None:
    with pytest.raises(ValueError, match="expected one of the 50 States") as caught:
        checked_state(state, "cane[0]")
    expected = f"cane[0]: found {state!r}, expected one of the 50 States, the District of Columbia"
    assert f"{expected} or Puerto Rico{suggestion}" == str(caught.value)
