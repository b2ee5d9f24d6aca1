"""Section 359j: which States there are.

Agricultural Adjustment Act of 1938, sec. 359j(c) (7 U.S.C. 1359jj).
"""

from __future__ import annotations

from difflib import get_close_matches

from allotments.core.exact import shown

STATES = (
    *("Alabama", "Alaska", "Arizona", "Arkansas", "California", "Colorado", "Connecticut"),
    *("Delaware", "District of Columbia", "Florida", "Georgia", "Hawaii", "Idaho", "Illinois"),
    *("Indiana", "Iowa", "Kansas", "Kentucky", "Louisiana", "Maine", "Maryland", "Massachusetts"),
    *("Michigan", "Minnesota", "Mississippi", "Missouri", "Montana", "Nebraska", "Nevada"),
    *("New Hampshire", "New Jersey", "New Mexico", "New York", "North Carolina", "North Dakota"),
    *("Ohio", "Oklahoma", "Oregon", "Pennsylvania", "Puerto Rico", "Rhode Island"),
    *("South Carolina", "South Dakota", "Tennessee", "Texas", "Utah", "Vermont", "Virginia"),
    *("Washington", "West Virginia", "Wisconsin", "Wyoming"),
)
"""The 50 States, the District of Columbia, and the Commonwealth of Puerto Rico: 359j(c)."""


def check_state(state: str, *, name: str | None = None) -> str:
    """Return *state* if it is a State in the sense of the Act.

    >>> check_state("Puerto Rico")
    'Puerto Rico'
    >>> check_state("Lousiana")
    Traceback (most recent call last):
    ValueError: found 'Lousiana', expected a State; did you mean 'Louisiana'?

    Parameters
    ----------
    state
        Its name, spelled out in English.
    name
        What the message begins with, if with anything: the argument that named the State.

    Raises
    ------
    ValueError
        If it is not one of the 50 States, the District of Columbia or Puerto Rico.

    Notes
    -----
    Sec. 359j(c).
    """
    if state in STATES:
        return state
    near = get_close_matches(state, STATES) if isinstance(state, str) else []
    hint = f"; did you mean {near[0]!r}?" if near else ", the District of Columbia or Puerto Rico"
    where = "" if name is None else f"{name}: "
    raise ValueError(f"{where}found {shown(state)}, expected a State{hint}")
