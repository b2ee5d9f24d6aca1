"""The chain over arrays, tile by tile: what `determine` says of each scenario, and refusals."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from recorded_memory import Recorded

from allotments import act1990
from allotments.act1990.fast import chain as array_chain
from allotments.act1990.fast.chain import Chain, input_values
from allotments.act1990.rules import SECTORS
from allotments.core.reused_memory import InvalidScenario, Scratch
from allotments.formulas.deficits import Tables, reassign_named
from allotments.formulas.deficits_of_arrays import reassign_block

CONSUMPTION, STOCKS = "estimates.consumption", "estimates.reasonable_carryover_stocks"


def criteria(past: int, capacity: int, ability: int) -> dict[str, int]:
    return {
        "past_marketings": past,
        "processing_capacity": capacity,
        "ability_to_market": ability,
    }


# 9,300,000 and 1,200,000 less 1,250,000 and 1,000,000 are 8,250,000; imports are 1,000,000.
BARE = act1990.Inputs.model_validate(
    {
        "fiscal_year": 1995,
        "estimates": {
            "consumption": 9_300_000,
            "reasonable_carryover_stocks": 1_200_000,
            "production": 8_500_000,
            "carry_in_stocks": 1_000_000,
        },
        "criteria": {
            "beet": criteria(4_000_000, 5_000_000, 4_500_000),
            "cane": criteria(3_500_000, 4_500_000, 4_000_000),
        },
        "weights": [1, 1, 2],
    }
)
STATE_CRITERIA = {
    "Florida": criteria(1_500_000, 2_000_000, 1_800_000),
    "Hawaii": criteria(0, 0, 0),
    "Texas": criteria(200_000, 100_000, 150_000),
}
BY_PROCESSOR = {
    "beet": {"A": criteria(9, 5, 2_000_000), "B": criteria(4, 6, 2_900_000)},
    "Florida": {"C": criteria(1, 0, 2_000_000), "D": criteria(1, 1, 1_500_000)},
    "Texas": {"E": criteria(3, 2, 900_000)},
}
RECORDED = {
    "beet": {"A": 2_000_000, "B": 2_250_001},
    "Florida": {"C": 1_500_000, "D": 1_900_000},
    "Texas": {"E": 333_334},
}
ABLE = {"beet": [2_500_000, 1_800_000], "Florida": [1_700_000, 2_600_000], "Texas": [150_000]}
STATES = {"Florida": 3_400_000, "Texas": 333_334}
OF_STATES = {group: RECORDED[group] for group in STATES}

COMPUTED = BARE.replace(state_criteria=STATE_CRITERIA, processor_criteria=BY_PROCESSOR)
FOLLOWING = BARE.replace(recorded={"states": STATES, "processors": RECORDED})
FORMER = FOLLOWING.replace(
    recorded={"basis": {"sectors.beet": 4_400_000, "sectors.cane": 3_900_000}}
)
WITHIN_STATES = BARE.replace(state_criteria=STATE_CRITERIA, recorded={"processors": RECORDED})
MIXED = BARE.replace(
    state_criteria=STATE_CRITERIA,
    processor_criteria={group: BY_PROCESSOR[group] for group in ("beet", "Florida")},
    recorded={"processors": {"Texas": RECORDED["Texas"]}},
)
BEET_ONLY = BARE.replace(recorded={"processors": {"beet": RECORDED["beet"]}})


def run(
    inputs: act1990.Inputs,
    changes: dict[str, Any],
    shape: tuple[int, ...],
    *,
    only: tuple[str, ...] = (),
    scratch: Scratch | None = None,
    **options: Any,
) -> dict[str, Any]:
    """Return the outputs of one tile; where they lie stood other numbers before."""
    chain = Chain(inputs, changes, **options)
    out: dict[str, Any] = {}
    for name, paths in chain.labels.items():
        if not only or name.startswith(("allotments_required", *only)):
            whole = (*shape, len(paths)) if paths else shape
            out[name] = np.full(whole, 7.0 if name != "allotments_required" else 1, float)
    out["allotments_required"] = out["allotments_required"].astype(bool)
    values = input_values(inputs) | {p: np.array(one, float) for p, one in changes.items()}
    with np.errstate(under="ignore", invalid="ignore"):
        chain.run(values, out, scratch or Scratch())
    found = {name: out[name] for name, paths in chain.labels.items() if name in out and not paths}
    for name, paths in chain.labels.items():
        if name in out and paths:
            found |= {path: out[name][..., place] for place, path in enumerate(paths)}
    return found


def exactly(inputs: act1990.Inputs, able: dict[str, Any], *, by_capacity: bool) -> dict[str, Any]:
    """Return each figure of one scenario by its path, ``None`` where none is established."""
    known = act1990.determine(inputs)
    required = known.allotments_required
    found: dict[str, Any] = {"imports": known.imports, "allotments_required": required}
    found["overall_allotment_quantity"] = known.overall_allotment_quantity
    for name in ("percentage_factors", "sectors", "restraint"):
        found |= {f"{name}.{s}": (getattr(known, name) or {}).get(s) for s in SECTORS}
    for state in inputs.state_criteria or inputs.recorded.states:
        found[f"states.{state}"] = (known.states or {}).get(state)
    tables: dict[str, Any] = {**inputs.recorded.processors, **inputs.processor_criteria}
    given = known.processors or {group: dict.fromkeys(one, 0) for group, one in tables.items()}
    for group, table in given.items():
        for place, (name, tons) in enumerate(table.items()):
            found[f"processors.{group}.{name}"] = tons if required else None
            if group in able:
                restraint = able[group][place] - tons if required else None
                found[f"processor_restraint.{group}.{name}"] = restraint
    for sector in SECTORS:
        groups = [group for group in given if (group == "beet") == (sector == "beet")]
        if not groups or not {*groups} <= {*able}:
            continue
        own = {(g, n): tons for g in groups for n, tons in given[g].items()}
        most = {(g, n): able[g][i] for g in groups for i, n in enumerate(given[g])}
        places = {g: [(g, n) for n in given[g]] for g in groups}
        after = reassign_named(Tables(own, most, own), places, by_capacity=by_capacity)
        for (group, name), tons in after.allocations.items():
            found[f"after_deficits.{group}.{name}"] = tons if required else None
        found[f"deficits_to_imports.{sector}"] = after.imports if required else None
    return found


def assert_same(exact: dict[str, Any], found: dict[str, Any], place: Any) -> None:
    assert {*exact} == {*found}
    for path, value in exact.items():
        got = found[path][place].item()
        if value is None:
            assert math.isnan(got), path
        else:
            assert float(value) == pytest.approx(float(got), rel=1e-12, abs=1e-6), path


def by_group(able: dict[str, Any]) -> dict[str, Any]:
    return {f"ability_to_market.{group}": one for group, one in able.items()}


def abilities(inputs: act1990.Inputs) -> dict[str, Any]:
    """Return the abilities to market that are criteria."""
    return {
        group: [int(one.ability_to_market) for one in table.values()]
        for group, table in inputs.processor_criteria.items()
    }


# Agreement

QUANTITIES = [9_300_000, 9_400_000, 9_200_000, 9_900_000]  # the last gives imports of 1,600,000
CASES = {
    "all is computed": (COMPUTED, {}),
    "recorded quantities follow": (FOLLOWING, ABLE),
    "recorded quantities follow a former allotment": (FORMER, ABLE),
    "recorded processors follow their State": (WITHIN_STATES, ABLE),
    "some are recorded": (MIXED, {"Texas": ABLE["Texas"]}),
    "beet processors only": (BEET_ONLY, {"beet": ABLE["beet"]}),
    "abilities of beet processors only": (FOLLOWING, {"beet": ABLE["beet"]}),
    "nothing is divided": (BARE, {}),
}


@pytest.mark.parametrize("by_capacity", [True, False])
@pytest.mark.parametrize(("inputs", "able"), CASES.values(), ids=CASES)
def test_every_output_of_every_scenario(
    inputs: act1990.Inputs, able: dict[str, Any], *, by_capacity: bool
) -> None:
    """Of a grid of quantities by weights, and by a criterion; where nothing is required nothing."""
    weights = [(1, 1, 2), (0, 1, 0), (3, 0, 1)]
    grid = {CONSUMPTION: np.array(QUANTITIES)[:, None], "weights": weights} | by_group(able)
    found = run(inputs, grid, (4, 3), by_capacity=by_capacity)
    crop = {CONSUMPTION: QUANTITIES[2:], "criteria.beet.past_marketings": [3_000_000, 0]}
    other = run(inputs, crop | by_group(able), (2,), by_capacity=by_capacity)
    able = abilities(inputs) | able
    for row, tons in enumerate(QUANTITIES):
        for place, one in enumerate(weights):
            changed = inputs.replace(estimates={"consumption": tons}, weights=one)
            assert_same(exactly(changed, able, by_capacity=by_capacity), found, (row, place))
    for place, past in enumerate(crop["criteria.beet.past_marketings"]):
        changed = inputs.replace(
            estimates={"consumption": crop[CONSUMPTION][place]},
            criteria={"beet": {"past_marketings": past}},
        )
        assert_same(exactly(changed, able, by_capacity=by_capacity), other, place)


def test_recorded_quantities_that_follow_nothing_are_hidden_too() -> None:
    """Only abilities vary: recorded quantities stand, but not where nothing is required."""
    idle = BARE.replace(estimates={"consumption": QUANTITIES[-1]})
    for inputs in (FOLLOWING, idle.replace(recorded={"states": STATES, "processors": RECORDED})):
        found = run(inputs, by_group(ABLE), (2,))
        for place in range(2):
            assert_same(exactly(inputs, ABLE, by_capacity=True), found, place)


def test_recorded_quantities_follow_criteria_too() -> None:
    """Without past marketings beet has 14 of 30, in place of 18 of 34; so have its processors."""
    changes = {"criteria.beet.past_marketings": [4_000_000, 0]}
    found = run(FOLLOWING, changes, (2,))
    assert [18 / 34, 14 / 30] == pytest.approx(found["percentage_factors.beet"].tolist())
    assert [2_000_000, 2_000_000 * 14 * 34 / 30 / 18] == pytest.approx(
        found["processors.beet.A"].tolist()
    )


def test_the_first_step_goes_by_capacity_unless_told_otherwise() -> None:
    """By processing capacities C has nothing, but is able to take what D cannot market."""
    inputs = COMPUTED.replace(weights=(0, 1, 0))
    found = run(COMPUTED, {"weights": [0, 1, 0]}, (1,))
    assert found["after_deficits.Florida.C"][0] > 0
    assert_same(exactly(inputs, abilities(inputs), by_capacity=True), found, 0)


def test_processors_of_a_state_whose_allotment_is_not_wanted() -> None:
    """It is computed all the same."""
    changes = {"weights": [[1, 1, 2], [0, 1, 0]]}
    whole = run(WITHIN_STATES, changes, (2,))["processors.Texas.E"]
    assert (
        whole.tolist()
        == run(WITHIN_STATES, changes, (2,), only=("processors",))["processors.Texas.E"].tolist()
    )


def test_either_result_of_deficits_can_be_wanted_alone() -> None:
    whole = run(FOLLOWING, by_group(ABLE), (1,))
    for name in ("after_deficits", "deficits_to_imports"):
        found = run(FOLLOWING, by_group(ABLE), (1,), only=(name,))
        expected = {p: one for p, one in whole.items() if p.startswith((name, "allotments_req"))}
        assert expected == found


def test_abilities_that_are_criteria_may_vary() -> None:
    """A's and B's differ among three scenarios, and weigh as criteria too."""
    rows = {"A": [1_000_000, 2_000_000, 3_000_000], "B": [3_000_000, 2_500_000, 900_000]}
    changes = {f"processor_criteria.beet.{n}.ability_to_market": one for n, one in rows.items()}
    found = run(COMPUTED, changes, (3,))
    for place in range(3):
        beet = {"A": criteria(9, 5, rows["A"][place]), "B": criteria(4, 6, rows["B"][place])}
        inputs = COMPUTED.replace(processor_criteria=BY_PROCESSOR | {"beet": beet})
        assert_same(exactly(inputs, abilities(inputs), by_capacity=True), found, place)


def test_every_output_has_the_paths_of_its_recipients() -> None:
    single = ["imports", "allotments_required", "overall_allotment_quantity"]
    single += [f"{n}.{s}" for n in ("percentage_factors", "sectors", "restraint") for s in SECTORS]
    able = {"ability_to_market.beet": [9, 9]}
    beets = {
        name: (f"{name.partition('.')[0]}.beet.A", f"{name.partition('.')[0]}.beet.B")
        for name in ("processors", "processor_restraint", "after_deficits.beet")
    }
    states = {"states": ("states.Florida", "states.Hawaii", "states.Texas")}
    expected: Any = dict.fromkeys([*single, "deficits_to_imports.beet"], ()) | beets
    assert expected == Chain(BEET_ONLY, able).labels
    expected = dict.fromkeys(single, ()) | states
    assert expected == Chain(BARE.replace(state_criteria=STATE_CRITERIA), {}).labels


def test_what_every_input_is() -> None:
    """Weights as parts of their sum, and all else by its path."""
    inputs = BARE.replace(processor_criteria={"beet": {"A": criteria(9, 5, 2)}})
    found = input_values(inputs)
    assert {np.dtype(float)} == {value.dtype for value in found.values()}
    sectors = {"beet": (4e6, 5e6, 4.5e6), "cane": (3.5e6, 4.5e6, 4e6)}
    tables = {f"criteria.{sector}": row for sector, row in sectors.items()}
    names = ("past_marketings", "processing_capacity", "ability_to_market")
    assert {path: value.tolist() for path, value in found.items()} == {
        "estimates.consumption": 9_300_000,
        "estimates.reasonable_carryover_stocks": 1_200_000,
        "estimates.production": 8_500_000,
        "estimates.carry_in_stocks": 1_000_000,
        "weights": [0.25, 0.25, 0.5],
        **{
            f"{prefix}.{name}": number
            for prefix, row in (tables | {"processor_criteria.beet.A": (9, 5, 2)}).items()
            for name, number in zip(names, row, strict=True)
        },
    }


def test_a_group_of_no_processors_follows_nothing() -> None:
    """Its allotment need not be known then."""
    recorded = {"processors": {"beet": {}}, "basis": {"sectors.cane": 4_000_000}}
    found = run(BARE.replace(recorded=recorded), {CONSUMPTION: [9_300_000]}, (1,))
    assert not any(path.startswith("processors") for path in found)


# Weights and criteria that are nearly nothing, or nothing


def test_the_lightest_weights_count_beside_one_another_only() -> None:
    """Past marketings are zero, so of 1e300, 1e-310 and 1e-310 the last two count, and equally.

    Beet has 5 and 4.5 million of them, cane 4.5 and 4: 9.5 of 18. The other scenarios have weights
    of their own, beside which these are nothing.
    """
    none = {f"criteria.{sector}.past_marketings": 0 for sector in SECTORS}
    tiny, light = [1e300, 1e-310, 1e-310], [0.0, 1e-310, 0]
    weights = [[tiny, [0, 1, 1]], [light, [0, 1e300, 1e300]]]
    inputs = BARE.replace(criteria={sector: {"past_marketings": 0} for sector in SECTORS})
    for changes in ({}, none):
        found = run(inputs, {"weights": weights, **changes}, (2, 2))["percentage_factors.beet"]
        half, capacity = 9.5 / 18, 5 / 9.5
        assert [half, half, capacity, half] == pytest.approx(found.ravel())


def test_of_states_the_lightest_weights_count_too() -> None:
    """By capacities 20 : 0 : 1 of Florida, Hawaii and Texas, which have 7/15 of 8,250,000."""
    inputs = COMPUTED.replace(criteria={"cane": {"processing_capacity": 4_375_000}})
    found = run(inputs, {"weights": [[0, 1e-310, 0], [0, 1e250, 0]]}, (2,))
    for place in range(2):
        states = [found[f"states.{state}"][place] for state in STATE_CRITERIA]
        assert [3_666_666.6666667, 0, 183_333.3333333] == pytest.approx(states)


def test_only_sums_that_are_nearly_nothing_are_taken_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Hawaii has nothing, as the second State or the last; others have some."""

    def fail(*_: Any) -> None:
        raise AssertionError("the slow way")

    monkeypatch.setattr(array_chain, "_scaled", fail)
    table = {state: criteria(1, 1, 1) for state in STATES} | {"Hawaii": criteria(0, 0, 0)}
    for order in (("Florida", "Hawaii", "Texas"), ("Florida", "Texas", "Hawaii")):
        inputs = BARE.replace(state_criteria={state: table[state] for state in order})
        assert 0 == run(inputs, {"weights": [1e-9, 0, 0]}, (2,))["states.Hawaii"].max()


def refusal(*arguments: Any, **options: Any) -> tuple[Any, ...]:
    """Return what a tile is refused for, and where."""
    with pytest.raises(InvalidScenario) as caught:
        run(*arguments, **options)
    fault = caught.value
    assert np.dtype(bool) == fault.bad.dtype
    return fault.path, fault.found, fault.expected, fault.bad.tolist()


def test_weights_of_nothing_are_refused() -> None:
    """Of a grid of two by two, in the second scenario."""
    weights = [[[1, 1, 2], [0, 0, 0]], [[0, 1, 0], [0, 0, 1]]]
    expected = ("weights", "all three zero", "one above 0 at least", [[False, True], [False] * 2])
    assert expected == refusal(BARE, {"weights": weights}, (2, 2))


ONE_ABOVE = "one recipient's above 0 at least, under the weights"


@pytest.mark.parametrize(
    ("inputs", "weights", "place"),
    [
        (
            BARE.replace(criteria={s: {"past_marketings": 0} for s in SECTORS}),
            [1, 0, 0],
            "criteria",
        ),
        (
            BARE.replace(
                processor_criteria={"Texas": {"E": criteria(0, 1, 1)}}, recorded={"states": STATES}
            ),
            [1, 0, 0],
            "processor_criteria.Texas",
        ),
        (
            BARE.replace(
                processor_criteria={"beet": {"A": criteria(2, 0, 1), "B": criteria(1, 0, 1)}}
            ),
            [0, 1, 0],
            "processor_criteria.beet",
        ),
    ],
)
def test_criteria_of_nothing_are_refused(
    inputs: act1990.Inputs, weights: list[int], place: str
) -> None:
    """In the first and the last scenario; in the second, another criterion counts too."""
    scenarios = [weights, [1, 1, 1], weights]
    expected = (place, "all criteria zero", ONE_ABOVE, [True, False, True])
    assert expected == refusal(inputs, {"weights": scenarios}, (3,))


NEGATIVE = "an allotment not below 0, which deficits can be part of"


def test_a_negative_allotment_has_no_deficits() -> None:
    """1,000,000 and 200,000 less 2,250,000, of which each of beets' two has a quarter.

    The others of the grid: nothing required, half a short ton for each, and -200,000 for all.
    """
    inputs = BARE.replace(
        processor_criteria={"beet": {"A": criteria(1, 1, 1), "B": criteria(1, 1, 1)}},
        criteria={sector: criteria(4_000_000, 4_000_000, 4_000_000) for sector in SECTORS},
    )
    stocks = [[9_800_000, 1_250_002], [200_000, 1_050_000]]
    changes = {CONSUMPTION: 1_000_000, STOCKS: stocks}
    found, bad = "-262,500 short tons for a processor", [[False, False], [True, True]]
    assert ("sectors.beet", found, NEGATIVE, bad) == refusal(inputs, changes, (2, 2))
    wanted = run(inputs, changes, (2, 2), only=("processors",))
    assert [-262_500, -50_000] == wanted["processors.beet.A"][1].tolist()
    idle = run(inputs, changes | {STOCKS: [1_250_002, 9_800_000]}, (2,))
    assert 0.5 == idle["processors.beet.A"][0]


def test_only_what_is_wanted_is_divided() -> None:
    """Where nothing has any past marketings a division is refused, but none that is not made."""
    none = criteria(0, 1, 1)
    inputs = BARE.replace(
        state_criteria={"Texas": none}, recorded={"processors": {"beet": RECORDED["beet"]}}
    )
    changes = {"weights": [1, 0, 0], CONSUMPTION: [9_300_000]}
    undivided = ("imports", "overall", "percentage", "sectors", "restraint")
    beet = run(inputs, changes, (1,), only=undivided)["sectors.beet"]
    assert [8_250_000 * 4 / 7.5] == pytest.approx(beet)
    tons = run(inputs, changes, (1,), only=("processors",))["processors.beet.A"]
    own = run(BEET_ONLY, changes, (1,), only=("processors",))["processors.beet.A"]
    assert own.tolist() == tons.tolist()
    assert "state_criteria" == refusal(inputs, changes, (1,), only=("states",))[0]
    inputs = BARE.replace(processor_criteria={"beet": {"A": none, "B": none}})
    assert beet.tolist() == run(inputs, changes, (1,), only=undivided)["sectors.beet"].tolist()
    assert "processor_criteria.beet" == refusal(inputs, changes, (1,), only=("processors",))[0]


# Speed: memory, blocks and products


def test_a_tile_works_on_its_threads_memory() -> None:
    """Where a quantity is not wanted it is there still; what is wanted is written in its place."""
    scratch = Recorded()
    changes = {CONSUMPTION: QUANTITIES, "weights": [1, 1, 2]}
    run(BARE, changes, (4,), only=("imports",), scratch=scratch)
    wanted = {"overall_allotment_quantity", "sectors.beet", "sectors.cane"}
    assert {"bases", "hide", *wanted} == scratch.taken
    scratch = Recorded()
    run(BARE, changes, (4,), scratch=scratch)
    assert {"bases", "hide"} == scratch.taken


@pytest.mark.parametrize(
    ("inputs", "able", "weights"),
    [
        (FOLLOWING, ABLE, {"beet": 1, "cane": 1}),
        (WITHIN_STATES, ABLE, {"beet": 1, "cane": 5}),
        (COMPUTED, {}, {"beet": 5, "cane": 5}),
    ],
    ids=["all follow their sector", "cane follows its States", "all is computed"],
)
def test_deficits_go_in_blocks_that_fit_the_cache(
    inputs: act1990.Inputs,
    able: dict[str, Any],
    weights: dict[str, int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Four numbers: of two processors of beets two of five scenarios, of three of cane one.

    What allocations are in proportion to is one column where it is the same in all scenarios.
    """
    seen: list[Any] = []

    def block(*given: Any, **options: Any) -> Any:
        seen.append([table.shape for table in given[:3]])
        return reassign_block(*given, **options)

    monkeypatch.setattr(array_chain, "reassign_block", block)
    changes = {CONSUMPTION: [9_300_000] * 5} | by_group(able)
    for size, beet, cane in ((4, [2, 2, 1], [1] * 5), (100, [5], [5])):
        monkeypatch.setattr(array_chain, "BLOCK_SIZE", size)
        seen.clear()
        found = run(inputs, changes, (5,))
        assert found["deficits_to_imports.beet"].min() == found["deficits_to_imports.beet"].max()
        assert [
            [(count, width), (count, width), (count, min(width, weights[sector]))]
            for sector, count, widths in (("beet", 2, beet), ("cane", 3, cane))
            for width in widths
        ] == seen


def test_products_are_small_enough_for_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 16 scenarios, four share a row, and two rows are one product; 5 are one by one.

    Recorded processors come of two scenarios at once.
    """
    shapes: list[Any] = []

    class Products:
        def __getattr__(self, name: str) -> Any:
            return getattr(np, name)

        def matmul(self, first: Any, second: Any, out: Any) -> None:
            shapes.append(first.shape)
            np.matmul(first, second, out=out)

    monkeypatch.setattr(array_chain, "np", Products())
    monkeypatch.setattr(array_chain, "_BASE_ROWS", 2)
    monkeypatch.setattr(array_chain, "_FAN_OUT_ROWS", 2)
    weights = np.ones((16, 3))
    weights[5] = 0, 0, 1
    scratch = Scratch()
    scratch.take("bases", (16, 2)).fill(7)
    wanted = run(FOLLOWING, {"weights": weights}, (16,), only=("sectors",), scratch=scratch)
    many = wanted["sectors.beet"]
    assert [(2, 2, 12)] == shapes
    few = run(FOLLOWING, {"weights": weights[4:9]}, (5,), only=("sectors", "processors"))
    assert [(5, 3), (2, 2), (2, 2), (1, 2)] == shapes[1:]
    assert few["sectors.beet"].tolist() == pytest.approx(many[4:9].tolist())
    recorded = few["processors.beet.A"] / few["sectors.beet"]
    assert [recorded[0]] * 5 == pytest.approx(recorded.tolist())
