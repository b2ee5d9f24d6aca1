"""Announcements under the Act of 2002 with exactly one misprint, which contradicts something."""

from __future__ import annotations

from hypothesis import strategies as st

from allotments.strategies.act2002.models import LEAST_ALLOTTED
from allotments.strategies.act2002.notices import GREATEST, check_quantity, notice_data
from allotments.strategies.misprints import Misprint, Steps, leaves, misprint

_SLIP = 9  # how many units beyond what rounding explains a misprint is off at most


def misprinted_notices(
    *, min_value: int = 2 * LEAST_ALLOTTED, max_value: int = GREATEST
) -> st.SearchStrategy[Misprint]:
    """Return a strategy for announcements with exactly one misprint, which contradicts something.

    Any figure may be the one. Since every row may be rounded by itself, it is off by one to nine
    tons more than there are figures at its place. A State's allotment is only ever too high, for
    what is missing could belong to a State that is not printed.

    Parameters
    ----------
    min_value, max_value
        As for :func:`notices`. [short tons, raw value]
    """
    return _misprinted(*check_quantity(min_value, max_value))


@st.composite
def _misprinted(draw: st.DrawFn, low: int, high: int) -> Misprint:
    data = draw(notice_data(low, high))
    block = draw(st.sampled_from(range(len(data["printed"]))))
    printed = [steps for steps, _ in leaves(data["printed"][block])]
    kinds: dict[str, list[Steps]] = {}  # for rows outnumber all other figures
    for steps in printed:
        kinds.setdefault(steps[0], []).append(steps)
    steps = draw(st.sampled_from(kinds[draw(st.sampled_from(list(kinds)))]))
    units = len(printed) + draw(st.integers(1, _SLIP))
    sign = 1 if steps[0] == "states" else draw(st.sampled_from([1, -1]))
    return misprint(data, block, steps, sign * units)
