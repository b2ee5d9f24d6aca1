"""Deficits over arrays: blocks worked by hand, and against the steps by name."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from allotments.core.reused_memory import Scratch
from allotments.formulas import deficits_of_arrays
from allotments.formulas.deficits import Tables, reassign_named
from allotments.formulas.deficits_of_arrays import reassign, reassign_block

TINY = 5e-324
CANE = [slice(0, 4), slice(4, 5), slice(5, 7)]
# Quarters of a short ton: many are zero, many below one.
ALLOCATIONS, ABILITY, ORIGINAL = np.random.default_rng(359).integers(0, 32, (3, 7, 6)) / 4
SHARES = np.random.default_rng(5).integers(0, 6, (3, 6)) / 4


class Recorded(Scratch):
    """Buffers that note their names."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: set[str] = set()

    def take(self, name: str, shape: tuple[int, ...], kind: Any = np.float64) -> Any:
        """Return the buffer."""
        self.taken.add(name)
        return super().take(name, shape, kind)


def in_block(tables: Any, groups: list[slice], **options: Any) -> Any:
    """Return what a block of allocations, abilities and originals comes to."""
    allocations, ability, original = tables
    return reassign_block(allocations, ability, original, groups, Scratch(), **options)


def column(table: Any, place: int) -> dict[int, Fraction]:
    """Return one scenario's numbers; a table of one column has the same for all."""
    return dict(enumerate(map(Fraction, table[:, min(place, table.shape[1] - 1)].tolist())))


@pytest.mark.parametrize("by_capacity", [True, False])
@pytest.mark.parametrize("reoffer", [True, False])
@pytest.mark.parametrize("shares", [None, SHARES, SHARES[:, 3:4]], ids=["none", "many", "one"])
@pytest.mark.parametrize(
    "groups", [CANE, [slice(0, 3), slice(3, 7)], [slice(0, 7)]], ids=["three", "two", "one"]
)
def test_every_scenario_of_a_block_is_what_the_steps_by_name_give(
    groups: list[slice], shares: Any, *, reoffer: bool, by_capacity: bool
) -> None:
    """Whatever varies and whatever is one column, and the tables are left as they were."""
    shares = shares if shares is None else shares[: len(groups)]
    one = slice(4, 5)
    cases: list[Any] = [
        (ALLOCATIONS, ABILITY, ORIGINAL),
        (ALLOCATIONS, ABILITY, ORIGINAL + 0.25),
        (ALLOCATIONS, ABILITY, ORIGINAL[:, one]),
        (ALLOCATIONS, ABILITY[:, one], ORIGINAL[:, one]),
        (ALLOCATIONS[:, one], ABILITY, ALLOCATIONS[:, one]),
        (ALLOCATIONS[:, one], ABILITY[:, one], ORIGINAL),
    ]
    for tables in cases:
        before = [table.copy() for table in tables]
        after, left = in_block(
            tables,
            groups,
            by_capacity=by_capacity,
            allotments=shares,
            reoffer=reoffer,
        )
        assert all(map(np.array_equal, before, tables))
        assert (7, 6) == after.shape
        for place in range(6):
            exact = reassign_named(
                Tables(*(column(table, place) for table in tables)),
                {str(n): list(range(7))[group] for n, group in enumerate(groups)},
                by_capacity=by_capacity,
                allotments=shares
                if shares is None
                else {str(n): s for n, s in column(shares, place).items()},
                reoffer=reoffer,
            )
            assert [*map(float, exact.allocations.values())] == pytest.approx(after[:, place])
            assert float(exact.imports) == pytest.approx(left[place], abs=1e-12)


def reassigned(*rows: list[float], **options: Any) -> tuple[list[float], float]:
    """Return what one scenario comes to, of processors in one group."""
    tables: Any = [np.array([row]).T for row in rows]
    after, left = in_block(tables, [slice(0, len(rows[0]))], **options)
    return after[:, 0].tolist(), left.item()


def test_who_is_full_stays_so() -> None:
    """Of 57, by 9 : 6 : 9 : 3, they get 19, 12 2/3, 19 and 6 1/3; the third is then just full.

    A level that is rounded down must not open it again: up and down it would never end.
    """
    after, left = reassigned(
        [57.0, 0, 0, 0, 0], [0.0, 20, 18, 19, 18], [0.0, 9, 6, 9, 3], by_capacity=False
    )
    assert [0, 19, 38 / 3, 19, 19 / 3] == pytest.approx(after)
    assert 0 == left


@pytest.mark.parametrize("size", [1.0, 2.0**-20])
def test_capacities_that_a_deficit_just_fills_are_full_to_the_last_bit(size: float) -> None:
    """A deficit of 17 and capacities of 10 and 7, however light their weights of 22 : 1 are."""
    weights = [17 * size, 22 * size, size]
    after = reassigned([17.0, 22, 1], [0.0, 32, 8], weights, by_capacity=False)
    assert ([0, 32, 8], 0) == after


def test_by_capacity_with_tiny_originals() -> None:
    """Of the 40 that A lacks B could take 40 and C 10: 32 and 8 by capacity, 30 and 10 equally."""
    rows = [100.0, 0, 0], [60.0, 40, 10], [TINY] * 3
    assert ([60, 32, 8], 0) == reassigned(*rows, by_capacity=True)
    assert ([60, 30, 10], 0) == reassigned(*rows, by_capacity=False)


@pytest.mark.parametrize("by_capacity", [True, False])
def test_a_block_works_on_its_threads_memory(*, by_capacity: bool) -> None:
    """H lacks 5. Within H nobody can take more; F's f2 takes 3 and L the other 2.

    Allocations before: h 9, f1 0, f2 6, l 4. Tables as large as the arrays are not made anew.
    """
    allocations = np.array([[9.0], [0], [6], [4]])
    ability = np.array([[4.0], [7], [20], [20]])
    scratch = Recorded()
    after, left = reassign_block(
        allocations,
        ability,
        allocations,
        [slice(0, 1), slice(1, 3), slice(3, 4)],
        scratch,
        by_capacity=by_capacity,
    )
    assert [[4], [0], [9], [6]] == after.tolist()
    assert [0] == left.tolist()
    own = {"after", "given", "capacities", "by State", "table", "still", "limits", "below"}
    assert own | (set() if by_capacity else {"usable"}) == scratch.taken
    assert np.shares_memory(after, scratch.take("after", after.shape))
    scratch = Recorded()
    reassign_block(allocations, allocations, allocations, [slice(0, 4)], scratch, by_capacity=True)
    assert {"after", "given", "capacities"} == scratch.taken


def fail(*_: Any, **__: Any) -> None:
    raise AssertionError("the slow way")


def test_neither_zero_nor_a_weight_that_is_just_large_enough_is_tiny(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A lacks 60, which B and C would share by 1 : 3; only much less than 1e-200 goes slowly."""
    monkeypatch.setattr(deficits_of_arrays, "_one_by_one", fail)
    least = 1e-200
    tables: Any = [np.array([row]).T for row in ([60.0, 0, 0, 0], [0.0, 50, 50, 9])]
    weights = np.array([[0.0], [least], [3 * least], [0]])
    groups = [slice(0, 4)]
    after, _ = in_block([*tables, weights], groups, by_capacity=False)
    assert [0, 15, 45, 0] == pytest.approx(after[:, 0].tolist(), rel=1e-14)
    tables = [np.array([row]).T for row in ([60.0, 0, 0], [0.0, 50, 50], [1.0, 1, 1])]
    states = [slice(0, 1), slice(1, 2), slice(2, 3)]
    shares = np.array([[0.0], [least], [3 * least]])
    after, _ = in_block(tables, states, by_capacity=False, allotments=shares)
    assert [0, 15, 45] == pytest.approx(after[:, 0].tolist(), rel=1e-14)


@pytest.mark.parametrize("tiny", ["original", "allotments"])
def test_tiny_weights_are_divided_as_any_others(tiny: str) -> None:
    """H's h1 lacks 60 and its h2 can take 10: of 50 F and L are offered 10 and 40, by 1 : 4.

    L can take 20. Offered again, F gets 30, by 1 : 2 f1 10 and f2 20; f2 can take 15, so f1 has
    15. Offered once, F has 10: f1 10/3 and f2 20/3.

    In the other scenario F and L are offered 25 each.
    """
    factor = {"original": 1.0, "allotments": 1.0, tiny: TINY * 2**10}
    allocations = np.array([[100.0] * 2, *[[0.0] * 2] * 4])
    ability = np.array([[40.0], [10], [90], [15], [20]])
    original = np.array([[1.0], [1], [1], [2], [1]]) * factor["original"]
    shares = np.array([[1.0, 1], [1, 1], [4, 1]]) * factor["allotments"]
    groups = [slice(0, 2), slice(2, 4), slice(4, 5)]
    cases: list[Any] = [
        (True, True, [[15, 15], [15, 15], [20, 20]]),
        (True, False, [[10 / 3, 25 / 3], [20 / 3, 15], [20, 20]]),
        (False, True, [[15, 15], [15, 15], [20, 20]]),
    ]
    for by_capacity, reoffer, expected in cases:
        after, left = reassign_block(
            allocations,
            ability,
            original,
            groups,
            Scratch(),
            by_capacity=by_capacity,
            allotments=shares,
            reoffer=reoffer,
        )
        assert [*[40.0] * 2, *[10.0] * 2, *np.ravel(expected)] == pytest.approx(after.ravel())
        given = np.sum(expected, axis=0)
        assert (50 - given).tolist() == pytest.approx(left.tolist())


# Arrays with the processors on the last axis, or by name


TABLES = ([100.0, 10, 30], [40.0, 35, 50], [100.0, 10, 30])


def seen_blocks(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Return what the blocks of the test will be given."""
    seen: list[dict[str, Any]] = []

    def block(*tables: Any, **options: Any) -> Any:
        seen.append({"tables": tables[:3], **options})
        return reassign_block(*tables, **options)

    monkeypatch.setattr(deficits_of_arrays, "reassign_block", block)
    return seen


def test_scenarios_go_in_blocks_that_fit_the_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five scenarios of three processors in blocks of six numbers, or of one: two or one each."""
    seen = seen_blocks(monkeypatch)
    tables = Tables(*(np.array([row] * 5) for row in TABLES))
    states, shares = {"H": [0], "F": [1, 2]}, {"H": np.ones(5), "F": np.ones(5)}
    for size, widths in ((6, [2, 2, 1]), (1, [1] * 5), (64_000, [5])):
        monkeypatch.setattr(deficits_of_arrays, "BLOCK_SIZE", size)
        seen.clear()
        after = reassign(tables, states, by_capacity=True, allotments=shares)
        assert [[40, 35, 50]] * 5 == after.allocations.tolist()
        assert widths == [block["tables"][0].shape[1] for block in seen]
        # A sum over processors adds whole rows.
        assert all(block["allotments"].flags.c_contiguous for block in seen)


def test_quantities_are_made_small_enough_for_a_block(monkeypatch: pytest.MonkeyPatch) -> None:
    """The largest is brought below 2**30, by a power of two; smaller ones stay as they are.

    2**1000 less 2**999 are lacking, of which others take 2**998: left to imports are 2**998.
    """
    seen = seen_blocks(monkeypatch)
    for scale, within in ((2.0**1000, 2.0**29), (2.0**28, 2.0**28), (1.0, 1.0)):
        allocations, ability = np.array([[scale, 0.0]]), np.array([[scale / 2, scale / 4]])
        tables = Tables(allocations, ability, np.array([[0.0, 1.0]]))
        after = reassign(tables, {"": [0, 1]}, by_capacity=True)
        assert [[scale / 2, scale / 4]] == after.allocations.tolist()
        assert [scale / 4] == after.imports.tolist()
        assert within == seen.pop()["tables"][0].max()


def test_allotments_may_be_far_larger_than_quantities() -> None:
    """F and L can take all that they are offered of 60, by 1e150 each, and are full: no warning."""
    tables = Tables(*(np.array(row) for row in ([60.0, 0, 0], [0.0, 10, 10], [1.0, 1, 1])))
    shares = dict.fromkeys("HFL", 1e150)
    after = reassign(tables, {"H": [0], "F": [1], "L": [2]}, by_capacity=False, allotments=shares)
    assert ([0, 10, 10], 40) == (after.allocations.tolist(), after.imports)


def test_no_scenarios_have_no_deficits() -> None:
    tables = Tables(*(np.empty((0, 3)) for _ in range(3)))
    after = reassign(tables, {"": [0, 1, 2]}, by_capacity=True)
    assert ((0, 3), (0,)) == (after.allocations.shape, after.imports.shape)


CASE = {"h": 100, "f1": 0, "f2": 10, "f3": 20, "l": 50}
ABLE = {"h": 10, "f1": 75, "f2": 21, "f3": 39, "l": 70}
OWN = {"H": ["h"], "F": ["f1", "f2", "f3"], "L": ["l"]}
BETWEEN = {"H": 100, "F": 1, "L": 5}


@pytest.mark.parametrize(
    "kind",
    [float, np.array, lambda number: np.array([number, number], float)],
    ids=["floats", "arrays of no axis", "arrays"],
)
@pytest.mark.parametrize("where", ["allocations", "ability", "original", "allotments", "ccc"])
def test_one_number_of_a_kind_makes_all_of_it(where: str, kind: Any) -> None:
    """H lacks 90. By 1 : 5 F is offered 15 and L 75, of which L can take 20.

    In F, f1 has no weight; by 1 : 2 f2 gets 5 and f3 10. Offered once, 55 are left of the 90.
    Offered again, F gets 30, by 1 : 2 10 and 20; f3 can take 19 and f2 11, and 40 are left. The CCC
    sells 7.5.
    """
    given: dict[str, Any] = {
        "allocations": CASE,
        "ability": ABLE,
        "original": CASE,
        "allotments": BETWEEN,
        "ccc": Fraction(15, 2),
    }
    given[where] = (
        kind(7.5)
        if where == "ccc"
        else given[where] | {k: kind(given[where][k]) for k in "hH" if k in given[where]}
    )
    tables = Tables(*(given.pop(name) for name in ("allocations", "ability", "original")))
    for reoffer, f2, f3, left in ((True, 21, 39, 40), (False, 15, 30, 55)):
        after = reassign(tables, OWN, by_capacity=False, reoffer=reoffer, **given)
        expected = {"h": 10, "f1": 0, "f2": f2, "f3": f3, "l": 70}
        numbers = {**after.allocations, "sold": after.sold_by_ccc, "imports": after.imports}
        assert {**expected, "sold": 7.5, "imports": left - 7.5} == {
            name: np.ravel(number)[-1] for name, number in numbers.items()
        }
        shape = np.shape(kind(0))
        assert {(np.dtype(float), shape)} == {
            (np.asarray(number).dtype, np.shape(number)) for number in numbers.values()
        }


@pytest.mark.parametrize("kind", [int, float, np.array], ids=["exact", "floats", "arrays"])
def test_the_first_step_goes_by_capacity_or_by_original_allocations(kind: Any) -> None:
    """Of the 40 that A lacks B could take 40 and C 10: 32 and 8 by capacity, 20 and 20 equally.

    What C cannot take is offered to B again: 30 and 10.
    """
    rows = [100, 50, 50], [60, 90, 60], [50, 50, 50]
    for by_capacity, expected in ((True, [60, 82, 58]), (False, [60, 80, 60])):
        named = Tables(*(dict(zip("ABC", map(kind, row), strict=True)) for row in rows))
        after = reassign(named, {"": ["A", "B", "C"]}, by_capacity=by_capacity)
        assert expected == list(after.allocations.values())
        arrays = Tables(*(np.array(row, float) for row in rows))
        whole = reassign(arrays, {"": [0, 1, 2]}, by_capacity=by_capacity)
        assert expected == whole.allocations.tolist()


def test_beside_floats_a_number_beyond_them_is_refused() -> None:
    tables = Tables({"A": 10**400, "B": 1.0}, {"A": 1, "B": 1}, {"A": 1, "B": 1})
    message = "^found a number beyond the range of floats beside floats, expected a quantity$"
    with pytest.raises(ValueError, match=message):
        reassign(tables, {"": ["A", "B"]}, by_capacity=True)
