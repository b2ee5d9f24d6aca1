"""Exact ranges against brute force: every corner of the box, its inside, and hand-worked cases."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from typing import Any, TypeAlias

from hypothesis import example, given
from hypothesis import strategies as st

from allotments.act1990 import Determination, Inputs, determine
from allotments.act1990.inputs import known
from allotments.act1990.rules import rules
from allotments.figures import ranges as figures_ranges
from allotments.figures.act import named
from allotments.figures.figure import Exact, Range

Span: TypeAlias = tuple[Fraction, Fraction]
CRITERIA = ("past_marketings", "processing_capacity", "ability_to_market")
MILLIONTH = Fraction(1, 10**6)


def exact_ranges(determination: Determination, half_units: Mapping[str, Exact]) -> dict[str, Range]:
    """The ranges by the 1990 Act's rules for those whom the inputs name."""
    inputs = determination.inputs
    chain = rules(named(known(inputs)), inputs.fiscal_year)
    return figures_ranges.exact_ranges(chain, determination.figures, half_units)


def three(past: int, capacity: int, ability: int) -> dict[str, int]:
    """The three criteria."""
    return dict(zip(CRITERIA, (past, capacity, ability), strict=True))


def year(
    quantity: int, beet: list[int], cane: list[int], weights: list[int], **more: Any
) -> Inputs:
    """Inputs whose overall allotment quantity is *quantity*, allotments being required."""
    return Inputs.model_validate(
        {
            "fiscal_year": 1995,
            "estimates": {
                "consumption": 1_250_000 + quantity,
                "reasonable_carryover_stocks": 0,
                "production": 1_000_000 + max(quantity, 0),
                "carry_in_stocks": 0,
            },
            "criteria": {"beet": three(*beet), "cane": three(*cane)},
            "weights": weights,
            **more,
        }
    )


def sector_figures(
    quantity: int, weights: list[int], point: tuple[Fraction, ...]
) -> dict[str, Fraction] | None:
    """The figures at one point of the box, beet's three criteria first; nothing if all zero."""
    beet, cane = (
        sum((w * c for w, c in zip(weights, criteria, strict=True)), Fraction(0)) / sum(weights)
        for criteria in (point[:3], point[3:])
    )
    if beet + cane == 0:
        return None
    shares = {"beet": beet / (beet + cane), "cane": cane / (beet + cane)}
    return {
        "bases.beet": beet,
        "bases.cane": cane,
        **{f"percentage_factors.{sector}": share for sector, share in shares.items()},
        **{f"sectors.{sector}": quantity * share for sector, share in shares.items()},
        "restraint.beet": point[2] - quantity * shares["beet"],
        "restraint.cane": point[5] - quantity * shares["cane"],
    }


def least_restraint(
    quantity: int, weights: list[int], own: list[Span], others: list[Span]
) -> float | None:
    """The least restraint, by searching each edge of the box along the sector's own ability.

    Along an edge it is convex, so a search in thirds finds the least. Nothing, where both bases
    can be zero: there it jumps. In floating point, good for a millionth of a ton.
    """
    whole = sum(weights)
    other_bases = [
        float(sum(w * span[end] for w, span in zip(weights, others, strict=True))) / whole
        for end in (0, 1)
    ]
    found = []
    for past, capacity, other in product(own[0], own[1], other_bases):
        without = float(weights[0] * past + weights[1] * capacity) / whole
        low, high = (float(end) for end in own[2])
        if without + weights[2] * low / whole + other == 0:
            return None

        def at(ability: float, without: float = without, other: float = other) -> float:
            base = without + weights[2] * ability / whole
            return ability - quantity * base / (base + other)

        found += [at(low), at(high)]
        for _ in range(60):
            left, right = low + (high - low) / 3, high - (high - low) / 3
            low, high = (low, right) if at(left) < at(right) else (left, high)
        found.append(at(low))
    return min(found)


TONS = st.one_of(st.just(0), st.integers(20_000, 60_000), st.integers(20_000, 5_000_000))
NONE, FINE, HALF, WIDE = Fraction(0), Fraction(1, 2), Fraction(500), Fraction(20_000)
PART = Fraction(1, 9)
HALVES = st.sampled_from([NONE, FINE, HALF, WIDE])
WEIGHTS = st.lists(st.integers(0, 4), min_size=3, max_size=3).filter(any)
QUANTITIES = st.one_of(st.integers(-1_200_000, 20_000_000), st.just(0))


@st.composite
def cases(draw: st.DrawFn) -> tuple[int, list[int], list[int], list[Fraction], list[Fraction]]:
    """A quantity, weights, six criteria with half units, and a place inside of the box."""
    weights = draw(WEIGHTS)
    criteria = draw(
        st.lists(TONS, min_size=6, max_size=6).filter(
            lambda six: any(w * c for w, c in zip(2 * weights, six, strict=True))
        )
    )
    halves = draw(st.lists(HALVES, min_size=6, max_size=6))
    inside = draw(st.lists(st.fractions(0, 1, max_denominator=50), min_size=6, max_size=6))
    return draw(QUANTITIES), weights, criteria, halves, inside


@given(cases())
@example((5_000_000, [1, 1, 1], [0, 0, 0, 20_000, 0, 0], 6 * [HALF], 6 * [PART]))
@example((5_000_000, [0, 0, 1], [0, 0, 0, 0, 0, 20_000], 6 * [WIDE], 6 * [PART]))
@example((5_000_000, [0, 0, 1], [0, 0, 20_000, 0, 0, 0], 3 * [WIDE] + 3 * [NONE], 6 * [PART]))
@example((-500_000, [0, 0, 1], [0, 0, 20_000, 0, 0, 0], 3 * [WIDE] + 3 * [NONE], 6 * [PART]))
def test_ranges_of_sectors_against_brute_force(
    case: tuple[int, list[int], list[int], list[Fraction], list[Fraction]],
) -> None:
    """All 64 corners lie within, some of them are the ends, and so does any point inside.

    The least restraint may lie on an edge between corners, where a search finds it.
    """
    quantity, weights, criteria, halves, inside = case
    names = [f"criteria.{s}.{c}" for s in ("beet", "cane") for c in CRITERIA]
    determination = determine(year(quantity, criteria[:3], criteria[3:], weights))
    assert quantity == determination.overall_allotment_quantity
    ranges = exact_ranges(determination, dict(zip(names, halves, strict=True)))
    box = [
        (max(Fraction(0), value - half), value + half)
        for value, half in zip(criteria, halves, strict=True)
    ]
    point = tuple(low + (high - low) * part for (low, high), part in zip(box, inside, strict=True))
    corners = [sector_figures(quantity, weights, corner) for corner in product(*box)]
    known = [corner for corner in corners if corner]
    within = sector_figures(quantity, weights, point)
    assert known[0].keys() == ranges.keys()
    for name, (least, greatest) in ranges.items():
        values = [corner[name] for corner in known]
        assert greatest == max(values) or len(known) < len(corners), name
        assert max(values) <= greatest, name
        if name.startswith("restraint."):
            assert least <= min(values), name
            boxes = (box[:3], box[3:]) if name == "restraint.beet" else (box[3:], box[:3])
            lowest = least_restraint(quantity, weights, *boxes)
            assert lowest is None or abs(lowest - float(least)) < 1e-6, name
        else:
            assert least == min(values) or len(known) < len(corners), name
            assert least <= min(values), name
        if within:
            assert least - MILLIONTH <= within[name] <= greatest, name


def test_ranges_of_fiscal_year_1995(fy1995: Inputs) -> None:
    """Half of a thousand either way, of all six criteria, moves both bases by 500.

    Beet's share then goes from 4,209 of 4,209 + 3,415.5 to 4,210 of 4,210 + 3,414.5: of 7,889,000
    that is 4,355,013.6 to 4,356,048.2. The notice's own sum, 4,355,538, lies between.
    """
    halves = {f"criteria.{s}.{c}": 500 for s in ("beet", "cane") for c in CRITERIA}
    ranges = exact_ranges(determine(fy1995), halves)
    assert (4_209_000, 4_210_000) == ranges["bases.beet"]
    assert (3_414_500, 3_415_500) == ranges["bases.cane"]
    parts = Fraction(4_209_000, 4_209_000 + 3_415_500), Fraction(4_210_000, 4_210_000 + 3_414_500)
    assert parts == ranges["percentage_factors.beet"]
    assert (7_889_000 * parts[0], 7_889_000 * parts[1]) == ranges["sectors.beet"]
    assert 4_355_014 == round(ranges["sectors.beet"][0])
    assert 4_356_048 == round(ranges["sectors.beet"][1])
    assert not any(name.startswith(("states", "processors")) for name in ranges)


def test_ranges_of_what_does_not_move(fy1995: Inputs) -> None:
    """Nothing has a range where no half unit is named, and none is invented."""
    assert {} == exact_ranges(determine(fy1995), {"criteria.beet.colour": 500})


def test_ranges_where_no_allotments_are_required(fy1995: Inputs) -> None:
    stocks = {"reasonable_carryover_stocks": 1_279_000}
    assert {} == exact_ranges(determine(fy1995.replace(estimates=stocks)), {})


def test_ranges_of_a_restraint_whose_least_value_lies_inside() -> None:
    """With all the weight on ability ``a`` the restraint is ``a - 4 a / (a + 1)`` millions.

    Its derivative is zero where (a + 1)**2 = 4: at a = 1 the restraint is -1, at 1 - h and 1 + h
    with h = 0.0005 it is more: (1 - h) - 4 (1 - h) / (2 - h), and likewise.
    """
    inputs = year(4_000_000, [0, 0, 1_000_000], [0, 0, 1_000_000], [0, 0, 1])
    ranges = exact_ranges(determine(inputs), {"criteria.beet.ability_to_market": 500})
    ends = [a - Fraction(4_000_000 * a, a + 1_000_000) for a in (999_500, 1_000_500)]
    assert (-1_000_000, max(ends)) == ranges["restraint.beet"]
    assert min(ends) > -1_000_000
    inputs = year(4_000_000, [0, 0, 1_000_000], [0, 0, 1_000_000], [0, 0, 1])
    off = exact_ranges(determine(inputs), {"criteria.cane.ability_to_market": 500})
    assert -1_000_000 == off["restraint.cane"][0]


def test_ranges_of_a_restraint_whose_least_value_is_irrational() -> None:
    """(a + 2)**2 = 6 at a = 6**0.5 - 2 millions: the least is a - 3 a / (a + 2).

    In tons a is 449,489.7427..., and the least 449,489.7427... - 3,000,000 * 0.18350341...
    """
    inputs = year(3_000_000, [0, 0, 449_000], [0, 0, 2_000_000], [0, 0, 1])
    ranges = exact_ranges(determine(inputs), {"criteria.beet.ability_to_market": 5_000})
    turning = 10**6 * (6**0.5 - 2)
    expected = turning - 3e6 * turning / (turning + 2e6)
    least = ranges["restraint.beet"][0]
    assert abs(float(least) - expected) < 1e-6
    assert least > min(expected - 1e-6, -101_000)


def test_ranges_of_a_restraint_with_other_criteria_and_weights_beside_ability() -> None:
    """At 1:1:2 the base is (0.4 + 0.6 + 2 a) / 4 = 0.25 + a / 2 millions, the other's 1.

    Of 8 millions the share turns where (1.25 + a / 2)**2 = 8 * 1 / 2 = 4, at a = 1.5: there the
    base is 1, the allotment 4, and the restraint -2.5 millions.
    """
    inputs = year(
        8_000_000, [400_000, 600_000, 1_500_000], [1_000_000, 1_000_000, 1_000_000], [1, 1, 2]
    )
    ranges = exact_ranges(determine(inputs), {"criteria.beet.ability_to_market": 500})
    assert -2_500_000 == ranges["restraint.beet"][0]
    assert ranges["restraint.beet"][1] > -2_500_000


def test_ranges_of_a_restraint_while_the_other_sector_moves_too() -> None:
    """It is least where the other base is: of ``a - 4 a / (a + c)`` with c from 0.5 to 1.5.

    At c = 0.5, the derivative is zero where (a + 0.5)**2 = 4 * 0.5: at 2**0.5 - 0.5, which is
    0.9142 millions. It is greatest where the other is greatest, at an end of the sector's own.
    """
    inputs = year(4_000_000, [0, 0, 1_000_000], [0, 0, 1_000_000], [0, 0, 1])
    halves = {f"criteria.{s}.ability_to_market": 500_000 for s in ("beet", "cane")}
    least, greatest = exact_ranges(determine(inputs), halves)["restraint.beet"]
    turning = 2**0.5 - 0.5
    assert abs(1e6 * (turning - 4 * turning / 2**0.5) - float(least)) < 1e-6
    assert max(500_000 - 1_000_000, 1_500_000 - 2_000_000) == greatest


def test_ranges_of_a_restraint_that_rises_all_the_way() -> None:
    """Without weight on ability, or with nothing to divide, its least is at the least ability.

    Weighted alone, past marketings halve 4 millions; the ability is 0 to 500. Of nothing, or of
    less than nothing, a greater share makes no lower restraint.
    """
    half = {"criteria.beet.ability_to_market": 500}
    inputs = year(4_000_000, [50_000, 0, 0], [50_000, 0, 0], [1, 0, 0])
    assert (-2_000_000, -1_999_500) == exact_ranges(determine(inputs), half)["restraint.beet"]
    inputs = year(0, [0, 0, 50_000], [0, 0, 50_000], [0, 0, 1])
    ranges = exact_ranges(determine(inputs), half)
    assert ((0, 0), (49_500, 50_500)) == (ranges["sectors.beet"], ranges["restraint.beet"])
    inputs = year(-1_000_000, [0, 0, 50_000], [0, 0, 50_000], [0, 0, 1])
    ends = [a + Fraction(1_000_000 * a, a + 50_000) for a in (49_500, 50_500)]
    assert tuple(ends) == exact_ranges(determine(inputs), half)["restraint.beet"]


def test_ranges_of_a_restraint_below_nothing_are_least_where_the_share_is() -> None:
    """Past marketings of 47,000 to 51,000 make beet's base 49,000 to 51,000 beside cane's 25,000.

    The ability is 51,000, and the share of -1 million adds to it.
    """
    inputs = year(-1_000_000, [49_000, 0, 51_000], [25_000] * 3, [1, 0, 1])
    half = {"criteria.beet.past_marketings": 2_000}
    ends = [51_000 + Fraction(1_000_000 * base, base + 25_000) for base in (49_000, 51_000)]
    assert tuple(ends) == exact_ranges(determine(inputs), half)["restraint.beet"]


def test_ranges_of_a_restraint_where_nobody_may_have_anything() -> None:
    """A sector has all as soon as it has anything beside nothing, and nothing while it has none."""
    half = {"criteria.beet.ability_to_market": 20_000}
    inputs = year(5_000_000, [0, 0, 20_000], [0, 0, 0], [0, 0, 1])
    ranges = exact_ranges(determine(inputs), half)
    assert (-5_000_000, 40_000 - 5_000_000) == ranges["restraint.beet"]
    assert (0, 0) == ranges["restraint.cane"]
    down = exact_ranges(determine(year(-500_000, [0, 0, 20_000], [0, 0, 0], [0, 0, 1])), half)
    assert (500_000, 540_000) == down["restraint.beet"]


SMALL: dict[str, Any] = {
    "state_criteria": {
        "Texas": three(10_000, 10_000, 10_000),
        "Hawaii": three(20_000, 40_000, 30_000),
    },
    "processor_criteria": {
        "beet": {"A": three(1_000, 1_000, 1_000), "B": three(2_000, 2_000, 2_000)},
        "Texas": {"Only": three(5, 6, 7)},
    },
}


def test_ranges_of_states_and_processors() -> None:
    """Of 800,000 beet has 150 and cane 50 parts: 600,000 and 200,000; nothing of theirs moves.

    Texas's past marketings move by 2,000, a quarter of which is its base's play of 500 around
    10,000; Hawaii has 30,000. Processor A's base moves by 100 around 1,000, B's stays at 2,000.
    """
    inputs = year(
        800_000, [100_000, 200_000, 150_000], [40_000, 60_000, 50_000], [1, 1, 2], **SMALL
    )
    halves = {
        "state_criteria.Texas.past_marketings": 2_000,
        "processor_criteria.beet.A.ability_to_market": 200,
    }
    ranges = exact_ranges(determine(inputs), halves)
    assert "sectors.beet" not in ranges
    assert (9_500, 10_500) == ranges["state_bases.Texas"]
    assert "state_bases.Hawaii" not in ranges
    texas = tuple(200_000 * Fraction(base, base + 30_000) for base in (9_500, 10_500))
    assert texas == ranges["states.Texas"]
    assert (200_000 - texas[1], 200_000 - texas[0]) == ranges["states.Hawaii"]
    assert (900, 1_100) == ranges["processor_bases.beet.A"]
    a = tuple(600_000 * Fraction(base, base + 2_000) for base in (900, 1_100))
    assert a == ranges["processors.beet.A"]
    assert (600_000 - a[1], 600_000 - a[0]) == ranges["processors.beet.B"]
    assert texas == ranges["processors.Texas.Only"]


def test_ranges_of_states_follow_the_sector_s() -> None:
    """Cane's base moves by 5,000 around 50,000, and with it both States' ranges in full.

    The least of Texas is the least cane allotment times the least share; below zero the most
    negative: the greatest share of the most negative allotment.
    """
    half = {
        "criteria.cane.ability_to_market": 10_000,
        "state_criteria.Texas.past_marketings": 2_000,
    }
    arguments: Any = ([100_000, 200_000, 150_000], [40_000, 60_000, 50_000], [1, 1, 2])
    cane = Fraction(45, 195), Fraction(55, 205)
    texas = Fraction(9_500, 39_500), Fraction(10_500, 40_500)
    up = exact_ranges(determine(year(800_000, *arguments, **SMALL)), half)
    assert (800_000 * cane[0], 800_000 * cane[1]) == up["sectors.cane"]
    assert (800_000 * cane[0] * texas[0], 800_000 * cane[1] * texas[1]) == up["states.Texas"]
    down = exact_ranges(determine(year(-800_000, *arguments, **SMALL)), half)
    assert (-800_000 * cane[1], -800_000 * cane[0]) == down["sectors.cane"]
    assert (-800_000 * cane[1] * texas[1], -800_000 * cane[0] * texas[0]) == down["states.Texas"]


def test_ranges_of_mills_of_a_recorded_state(fy1995: Inputs) -> None:
    """Recorded quantities do not move, but the criteria that they are divided by do.

    Of 131,650 a mill with 999 to 1,001 of the ability, all the weight being on it, beside another
    with 3,000: the least is 131,650 * 999 / 3,999.
    """
    mills = {
        "Texas": {
            "Rio Grande Valley Sugar Growers": three(1, 1, 1_000),
            "New": three(1, 1, 3_000),
        }
    }
    inputs = fy1995.model_copy(update={"weights": (0, 0, 1)})
    inputs = Inputs(**{**dict(inputs), "processor_criteria": mills})
    path = "processor_criteria.Texas.Rio Grande Valley Sugar Growers.ability_to_market"
    ranges = exact_ranges(determine(inputs), {path: 1})
    ends = tuple(131_650 * Fraction(able, able + 3_000) for able in (999, 1_001))
    assert ends == ranges["processors.Texas.Rio Grande Valley Sugar Growers"]
    assert (131_650 - ends[1], 131_650 - ends[0]) == ranges["processors.Texas.New"]


def test_ranges_of_mills_of_a_state_that_follows_are_not_given(fy1995: Inputs) -> None:
    """A State's recorded allotment changed pro rata has none itself."""
    mills = {"Texas": {"Rio Grande Valley Sugar Growers": three(1, 1, 1), "New": three(1, 1, 1)}}
    changed = fy1995.replace(processor_criteria=mills).replace(weights=(1, 1, 1))
    assert not any("Texas" in name for name in exact_ranges(determine(changed), {}))


def test_ranges_of_processors_that_may_have_nothing() -> None:
    """A printed 0 with a half unit of 1 stands for 0 to 1; where others have nothing, one has all.

    A has 0 to 1 and B always 0: A has all, whenever there is anything. Against C with 3 it has
    from nothing to a quarter.
    """
    all_zero_but_one = {"beet": {"A": three(1, 1, 1), "B": three(0, 0, 0)}}
    inputs = year(
        800_000,
        [30_000, 30_000, 30_000],
        [0, 0, 0],
        [1, 1, 2],
        processor_criteria=all_zero_but_one,
    )
    halves = {f"processor_criteria.beet.A.{criterion}": 1 for criterion in CRITERIA}
    ranges = exact_ranges(determine(inputs), halves)
    assert (0, 2) == ranges["processor_bases.beet.A"]
    assert (800_000, 800_000) == ranges["processors.beet.A"]
    assert (0, 0) == ranges["processors.beet.B"]
    three_to_one = {"beet": {"A": three(0, 0, 0), "C": three(3, 3, 3)}}
    ranges = exact_ranges(determine(inputs.replace(processor_criteria=three_to_one)), halves)
    assert (0, 200_000) == ranges["processors.beet.A"]
    assert (600_000, 800_000) == ranges["processors.beet.C"]


def test_an_irrational_least_value_is_missed_by_next_to_nothing() -> None:
    """At the turning point ``2 root - others - quantity`` is least, with ``root**2 = 6e12``.

    So half of what the least value adds up to is the root of 6e12, or next to it: its square
    is greater by the square of what the root is missed by, a millionth of a millionth at most.
    """
    inputs = year(3_000_000, [0, 0, 449_000], [0, 0, 2_000_000], [0, 0, 1])
    ranges = exact_ranges(determine(inputs), {"criteria.beet.ability_to_market": 5_000})
    root = (ranges["restraint.beet"][0] + 2_000_000 + 3_000_000) / 2
    assert 0 < root**2 - 6 * 10**12 <= Fraction(1, 10**24)
