"""Whole notices under the 1990 Act, in which nothing is contradicted.

A notice is made as the government makes one: from measurements that nobody sees unrounded. The
true criteria are drawn, printed with few digits, and every other figure is computed from the true
ones and rounded once. So a printed figure need not follow from the printed criteria at face value,
but always from some that print alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

from hypothesis import strategies as st

from allotments.act1990 import (
    CRYSTALLINE_FRUCTOSE_SUGAR_EQUIVALENT,
    MINIMUM_IMPORTS,
    PRODUCER_THRESHOLD,
    PrintedPlace,
    allotments_required,
    crystalline_fructose_allotment,
    estimated_imports,
    overall_allotment_quantity,
    percentage_factors,
    prorate,
    restraint,
    threshold_carryover_stocks,
    weighted_base,
)
from allotments.act1990.rules import BEET, CANE, SECTORS
from allotments.core.printed_number import QUANTITY_UNITS
from allotments.core.units import TST
from allotments.inputs import LEAST_NATIONAL
from allotments.notices import Notice
from allotments.rounding import half_up
from allotments.strategies.act1990.models import CRITERIA, estimates, fiscal_years, states
from allotments.strategies.printing import Block, print_number, print_tons, sources
from allotments.strategies.quantities import check_bounds, check_flag, divided, names

Data: TypeAlias = dict[str, Any]

GREATEST = 20_000_000  # short tons: twice all of the country's
_PERCENT = Fraction(1, 100)
_HUNDRED = 100
_SOURCE = {"document": "FR Doc. 0", "title": "Sugar Marketing Allotments"}
_OTHER_WEIGHTS = [(1, 1, 1), (1, 3, 6), (1, 0, 0), (0, 0, 1)]

_FINENESS = (  # how a table prints criteria: unit, decimals, and what it is rounded to if coarser
    ("TST", 0, None),
    ("TST", 1, None),
    ("TST", 3, None),
    ("short tons", 0, None),
    ("short tons", 0, 1_000),
    ("million short tons", 3, None),
)


def notices(
    *,
    min_value: int = LEAST_NATIONAL,
    max_value: int = GREATEST,
    allotments_required: bool | None = None,
) -> st.SearchStrategy[Notice]:
    """Return a strategy for whole notices in which nothing is contradicted.

    Parameters
    ----------
    min_value, max_value
        Of each estimate and each criterion of a sector, rounded to thousands; at least 20,000, at
        most 100,000,000, and 1,000,000 apart at least. [short tons, raw value]
    allotments_required
        Whether the estimates require allotments; by default either.
    """
    bounds = check_notice_bounds(min_value, max_value)
    check_flag("allotments_required", allotments_required, optional=True)
    return notice_data(*bounds, required=allotments_required).map(Notice.model_validate)


def printed_places(
    *, min_value: int = LEAST_NATIONAL, max_value: int = GREATEST
) -> st.SearchStrategy[PrintedPlace]:
    """Return a strategy for what a notice prints at one place.

    Parameters
    ----------
    min_value, max_value
        Of each estimate and each criterion of a sector, as for :func:`notices`.
        [short tons, raw value]
    """
    return notices(min_value=min_value, max_value=max_value).flatmap(
        lambda notice: st.sampled_from(notice.printed)
    )


def check_notice_bounds(min_value: int, max_value: int) -> tuple[int, int]:
    """Return bounds that a year's estimates and criteria fit between, or refuse them."""
    limits = {"least": LEAST_NATIONAL, "most": 100_000_000, "apart": 1_000_000}
    return check_bounds(min_value, max_value, **limits)


def _whole(amount: Fraction) -> int:
    return int(half_up(amount))


def _percent(ratio: Fraction, places: int) -> Block:
    return print_number(ratio / _PERCENT, "percent", places)


class _Year:
    """A year's true quantities, drawn, and the blocks that print them."""

    def __init__(self, draw: st.DrawFn, low: int, high: int, *, required: bool | None) -> None:
        self.draw = draw
        found = estimates(
            min_value=low,
            max_value=high,
            allotments_required=required,
            something_to_allot=draw(st.sampled_from([None, True])),
            step=TST,
        )
        self.estimates = dict(draw(found))
        self.imports = estimated_imports(
            self.estimates["consumption"],
            self.estimates["reasonable_carryover_stocks"],
            self.estimates["production"],
            self.estimates["carry_in_stocks"],
        )
        self.overall = overall_allotment_quantity(
            self.estimates["consumption"],
            self.estimates["reasonable_carryover_stocks"],
            self.estimates["carry_in_stocks"],
        )
        # What is negative is not printed, nor divided.
        self.required = allotments_required(self.imports) and self.overall > 0
        self.fineness = draw(st.sampled_from(_FINENESS))
        self.weights = draw(_percents())
        self.criteria = {sector: self.measured(low, high) for sector in SECTORS}
        self.places = draw(st.integers(0, 3))
        self.blocks: list[Block] = []
        self.states: dict[str, int] = {}
        self.allotments: dict[str, int | Fraction] = {}  # those of States, unrounded

    def measured(self, low: int, high: int) -> tuple[tuple[int, int, int], Block]:
        """Draw three true criteria, and what is printed of them."""
        unit, places, resolution = self.fineness
        step = int(resolution or QUANTITY_UNITS[unit] / 10**places)
        true: list[int] = []
        printed: Block = {}
        for criterion in CRITERIA:
            amount = self.draw(st.integers(-(-low // step) * step, high // step * step))
            true.append(amount)
            printed[criterion] = print_tons(amount, unit, places, resolution)
        past_marketings, processing_capacity, ability_to_market = true
        return (past_marketings, processing_capacity, ability_to_market), printed

    def bases(self, weighting: Any) -> dict[str, Fraction]:
        return {sector: weighted_base(*self.criteria[sector][0], weighting) for sector in SECTORS}

    def sectors(self, weighting: Any) -> dict[str, Fraction]:
        divided_: dict[str, Fraction] = prorate(self.overall, self.bases(weighting))
        return divided_

    def print_all(self) -> list[Block]:
        """Return the blocks of a notice, in an order that varies a little."""
        table = self.estimates_table()
        if self.draw(st.booleans()) and self.required:
            self.blocks.append(self.summary())
        self.blocks += [table, self.criteria_table()]
        if self.required:
            self.sector_tables()
            self.what_if()
            if self.draw(st.booleans()):
                self.state_table()
            for group in (BEET, *self.states):
                if self.draw(st.booleans()):
                    self.processor_table(group)
            if self.draw(st.booleans()):
                self.blocks.append(self.summary())
        self.blocks += [self.in_print(), table]
        return [{"place": f"Item {n}", **block} for n, block in enumerate(self.blocks, 1)]

    def estimates_table(self) -> Block:
        threshold = threshold_carryover_stocks(
            self.estimates["consumption"],
            self.estimates["production"],
            self.estimates["carry_in_stocks"],
        )
        return {
            "estimates": {name: print_tons(tons) for name, tons in self.estimates.items()},
            "minimum_imports": print_tons(MINIMUM_IMPORTS),
            **({"imports": print_tons(self.imports)} if self.imports >= 0 else {}),
            **({"threshold_carryover_stocks": print_tons(threshold)} if threshold >= 0 else {}),
        }

    def summary(self) -> Block:
        sectors = self.sectors(self.weights)
        return {
            "overall_allotment_quantity": print_tons(self.overall),
            "sectors": {
                sector: print_tons(sectors[sector], "TST", self.places) for sector in SECTORS
            },
            "crystalline_fructose": print_tons(crystalline_fructose_allotment(), "short tons"),
            "crystalline_fructose_sugar_equivalent": print_tons(
                CRYSTALLINE_FRUCTOSE_SUGAR_EQUIVALENT, "short tons"
            ),
        }

    def criteria_table(self) -> Block:
        bases = self.bases(self.weights)
        unit, places, _ = self.fineness
        return {
            "weights": self.printed_weights(self.weights),
            "criteria": {sector: self.criteria[sector][1] for sector in SECTORS},
            "bases": {sector: print_tons(bases[sector], unit, places) for sector in SECTORS},
        }

    def printed_weights(self, weighting: Any) -> Block:
        return {
            criterion: _percent(Fraction(weight, sum(weighting)), 1)
            for criterion, weight in zip(CRITERIA, weighting, strict=True)
        }

    def sector_tables(self) -> None:
        factors = percentage_factors(self.bases(self.weights))
        found = {name: _percent(factors[name], self.places) for name in SECTORS}
        rows = {
            name: print_tons(tons, "TST", 1) for name, tons in self.sectors(self.weights).items()
        }
        total = print_tons(self.overall, "TST", 1)
        block: Block = {"percentage_factors": found, "sectors": rows}
        # At a tie both rows are rounded up, and the total that they do not reach goes unprinted.
        closes = sum(Fraction(row["value"]) for row in rows.values()) == total["value"]
        self.blocks.append({**block, "total": total} if closes else block)

    def what_if(self) -> None:
        """Print some figures under other weights, and the restraints under the notice's own."""
        for weighting in (None, *self.draw(st.lists(st.sampled_from(_OTHER_WEIGHTS), max_size=1))):
            used = weighting or self.weights
            restraints = {
                sector: restraint(self.criteria[sector][0][2], tons)
                for sector, tons in self.sectors(used).items()
            }
            block: Block = {
                "restraint": {
                    sector: print_tons(tons, "short tons", 0, TST)
                    for sector, tons in restraints.items()
                    if tons >= 0
                }
            }
            if weighting is not None:
                block = {
                    "weighting": weighting,
                    "weights": self.printed_weights(weighting),
                    **block,
                }
            self.blocks.append(block)

    def state_table(self) -> None:
        """Print State allotments, recorded ones or such that follow from printed criteria."""
        cane = self.sectors(self.weights)[CANE]
        found = self.draw(states())
        if self.draw(st.booleans()):
            measured = {state: self.measured(TST, 1_000 * TST) for state in found}
            bases = {
                state: weighted_base(*true, self.weights) for state, (true, _) in measured.items()
            }
            self.blocks.append({"state_criteria": {s: p for s, (_, p) in measured.items()}})
            self.allotments = prorate(cane, bases)
        else:
            parts = divided(self.draw, _whole(cane), len(found))
            self.allotments = dict(zip(found, parts, strict=True))
        shares = {state: _whole(Fraction(tons)) for state, tons in self.allotments.items()}
        self.states = shares
        self.rows("states", shares, shares, _whole(cane))

    def processor_table(self, group: str) -> None:
        """Print a group's allocations, recorded ones or such that follow from printed criteria."""
        exact = self.sectors(self.weights)[BEET] if group == BEET else self.allotments[group]
        whole = _whole(Fraction(exact))
        processors = self.draw(names(max_size=4))
        if self.draw(st.booleans()):
            measured = {name: self.measured(TST, 1_000 * TST) for name in processors}
            bases = {
                name: weighted_base(*true, self.weights) for name, (true, _) in measured.items()
            }
            printed = {name: criteria for name, (_, criteria) in measured.items()}
            self.blocks.append({"processor_criteria": {group: printed}})
            rows = {name: _whole(tons) for name, tons in prorate(exact, bases).items()}
        else:
            parts = divided(self.draw, whole, len(processors))
            rows = dict(zip(processors, parts, strict=True))
        self.rows("processors", {group: rows}, rows, whole)

    def rows(self, name: str, printed: Mapping[str, Any], rows: Mapping[str, int], of: int) -> None:
        """Print rows to the short ton, with a total if it equals their sum, and then not always."""
        block = {name: _all_printed(printed)}
        if sum(rows.values()) == of and self.draw(st.booleans()):
            block["total"] = print_tons(of, "TST", 3)
        self.blocks.append(block)

    def in_print(self) -> Block:
        """Return figures that follow from the notice as a whole, or from nothing."""
        starts = date(1992, 1, 1) + timedelta(days=self.draw(st.integers(0, 2_000)))
        ends = starts + timedelta(days=self.draw(st.integers(0, 500)))
        months = 12 * (ends.year - starts.year) + ends.month - starts.month + 1
        quota = Fraction(months, 12) * MINIMUM_IMPORTS
        return {
            # Where no State is listed, nothing pins the number down.
            **({"number_of_states": {"value": Decimal(len(self.states))}} if self.states else {}),
            "producers_in_excess_of": {"value": Decimal(PRODUCER_THRESHOLD)},
            "minimum_imports": print_tons(MINIMUM_IMPORTS, "million short tons", 2),
            "tariff_rate_quota": {
                "starts": starts,
                "ends": ends,
                "metric_tons": print_tons(quota, "metric tons"),
                "short_tons": print_tons(quota, "short tons"),
            },
            "weights_considered": {
                name: self.printed_weights(self.draw(_percents()))
                for name in self.draw(names(max_size=2))
            },
            "uniform_reduction_percentage": {
                state: print_number(Fraction(self.draw(st.integers(0, 20_000)), 100), "percent", 2)
                for state in self.states
            },
            "other": {
                name: {"value": self.draw(st.decimals(0, 10**6, places=2)), "unit": "cents"}
                for name in self.draw(names(max_size=2))
            },
        }


def _all_printed(printed: Mapping[str, Any]) -> Block:
    return {
        name: _all_printed(one) if isinstance(one, Mapping) else print_tons(one, "TST", 3)
        for name, one in printed.items()
    }


@st.composite
def _percents(draw: st.DrawFn) -> tuple[int, int, int]:
    """Draw weights in percent that add up to a hundred."""
    first, second, third = divided(draw, _HUNDRED, len(CRITERIA))
    return first, second, third


@st.composite
def notice_data(draw: st.DrawFn, low: int, high: int, *, required: bool | None) -> Data:
    """Draw a notice as the data of a file."""
    year = _Year(draw, low, high, required=required)
    return {
        "format": 1,
        "act": "1990",
        "fiscal_year": draw(fiscal_years()),
        "unit": draw(st.sampled_from(list(QUANTITY_UNITS))),
        "source": draw(st.just(_SOURCE) | sources().map(dict)),
        "printed": year.print_all(),
    }
