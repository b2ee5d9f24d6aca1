"""Section 359j: which States there are.

Agricultural Adjustment Act of 1938, sec. 359j(c) (7 U.S.C. 1359jj).
"""

from __future__ import annotations

from difflib import get_close_matches

from allotments.core.exact import shown
from allotments.core.limits import LONGEST_STEP

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


_POSTAL = (
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ "
    "NM NY NC ND OH OK OR PA PR RI SC SD TN TX UT VT VA WA WV WI WY"
)
_BY_CODE = dict(zip(_POSTAL.split(), STATES, strict=True))


def check_state(state: object, *, name: str | None = None) -> str:
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
    if isinstance(state, str) and state in STATES:
        return state
    near = states_meant(state)
    hint = f"; did you mean {near[0]!r}?" if near else ", the District of Columbia or Puerto Rico"
    where = "" if name is None else f"{name}: "
    raise ValueError(f"{where}found {shown(state)}, expected a State{hint}")


def states_meant(found: object) -> list[str]:
    """Return the States that a text may mean: by its spelling, its code, its case, its beginning.

    >>> [states_meant(found) for found in ("Lousiana", "FL", "FLORIDA", "Fla.", "Tex.")]
    [['Louisiana'], ['Florida'], ['Florida'], ['Florida'], ['Texas']]
    """
    text = found[:LONGEST_STEP] if isinstance(found, str) else ""
    short = text.replace(".", "").casefold()
    begun = [state for state in STATES if short and _abbreviates(short, state.casefold())]
    code = _BY_CODE.get(short.upper())
    near = get_close_matches(text, STATES) or get_close_matches(text.title(), STATES)
    return near or ([code] if code else begun if len(begun) == 1 else [])


def _abbreviates(short: str, name: str) -> bool:
    letters = iter(name)
    return short[0] == name[0] and all(letter in letters for letter in short)
