"""Every bundled notice: loaded, written back, verified; the notable ones worked by hand."""

from __future__ import annotations

import tomllib
from decimal import Decimal

import pytest

from allotments import bundled, load, verify
from allotments.checks import Row
from allotments.formulas.states import STATES
from allotments.notices import Notice


def rows(name: str) -> dict[str, Row]:
    """Return the first row of each figure of a bundled notice."""
    return {row.figure: row for row in reversed(verify(load(name)).rows)}


def statuses(name: str, *figures: str) -> list[str]:
    found = rows(name)
    return [found[figure].status for figure in figures]


# Each notice


@pytest.mark.parametrize("name", bundled())
def test_it_is_written_back_and_read_again_without_loss(name: str) -> None:
    notice = load(name)
    raw = tomllib.loads(notice.to_toml(), parse_float=Decimal)
    assert notice == Notice.model_validate(raw)


@pytest.mark.parametrize("name", bundled())
def test_nothing_is_contradicted(name: str) -> None:
    assert verify(load(name))


@pytest.mark.parametrize("name", bundled())
def test_its_name_says_its_year_and_when_it_was_announced(name: str) -> None:
    notice, (year, _, rest) = load(name), name.partition("-")
    assert year == f"fy{notice.fiscal_year}"
    if notice.action == "initial":
        assert "" == rest
    elif rest[0].isdigit():
        assert str(notice.announced).startswith(rest)
    else:
        assert rest == notice.action


@pytest.mark.parametrize("name", bundled())
def test_it_follows_the_one_before_it_in_its_year(name: str) -> None:
    """Two follow none: no figure of the initial determinations for 2014 and 2019 was read."""
    notice = load(name)
    before = bundled()[: bundled().index(name)]
    earlier = [one for one in before if load(one).fiscal_year == notice.fiscal_year]
    assert (earlier[-1] if earlier else None) == notice.follows
    if not earlier and notice.action != "initial":
        assert name in {"fy2014-2014-05", "fy2019-2019-06"}


@pytest.mark.parametrize("name", bundled())
def test_its_sources_have_a_title_a_publisher_and_an_address(name: str) -> None:
    notice = load(name)
    for source in (notice.source, *(notice.other_sources or [])):
        assert None not in (source.title, source.publication, source.location)
    assert notice.source.published is not None


def test_processors_are_spelled_one_way_in_all_years() -> None:
    """Two names of the same company would not begin with the same word."""
    named: dict[str, set[str]] = {}
    for name in bundled()[1:]:  # fiscal year 1995 prints names of its own
        for figure in load(name).figures():
            family, who = figure.key.family.split(".")[-1], figure.key.recipient
            if family in ("processors", "deficits", "reassigned") and who not in STATES:
                named.setdefault(who.split()[0], set()).add(who)
    named.pop("Michigan")  # with Wyoming together, in August 2024
    assert [] == [spellings for spellings in named.values() if len(spellings) > 1]


# Worked by hand


def test_fiscal_year_2004_s_balance_and_what_was_allocated_of_it() -> None:
    """1,602 + 8,885 + 1,599 - 10,210 = 1,876, which is 18.37 percent of use.

    Free are 1,876 - (8,885 - 8,550) = 1,541, printed as 1.54 million, 15.09 percent. In September
    96.5 percent of 4,646.925 is 4,484.28, of 3,903.075 is 3,766.47; 3.5 percent of 8,550 is
    299.25, called 300,000 tons.
    """
    initial = ["ending_stocks", "stocks_to_use", "free_ending_stocks", "free_stocks_to_use"]
    assert ["reproduced"] * 4 == statuses("fy2004", *initial)
    assert 1_541_000 == rows("fy2004")["free_ending_stocks"].checks[0].computed
    part = ["allocated.beet", "allocated.cane", "withheld", "free_stocks_to_use"]
    assert ["reproduced"] * 4 == statuses("fy2004-2003-09-30", *part)
    assert 299_250 == rows("fy2004-2003-09-30")["withheld"].checks[0].computed


def test_fiscal_year_2009_s_redistribution_took_82_425_tons_from_american_crystal() -> None:
    (change,) = (f for f in load("fy2009-2009-05").figures() if f.key.group == "beet")
    assert "American Crystal Sugar Co." == change.key.recipient
    assert -82_425 == change.number.amount


def test_fiscal_year_2010_s_quota_grew_by_what_was_reassigned() -> None:
    """1,231,497 + 200,000 = 1,431,497, and 300,000 more are 1,731,497."""
    for name in ("fy2010-2010-04", "fy2010-2010-07"):
        assert ["reproduced"] == statuses(name, "other.raw sugar tariff-rate quota")


def test_fiscal_year_2011_s_state_cuts() -> None:
    """What Florida and Louisiana had is what they have less the change.

    1,856,850 + 237,832 = 2,094,682 and 1,577,810 + 42,662 = 1,620,472. Of the 325,000 tons that
    went to imports Texas and Hawaii, which were not read, lost 325,000 - 237,832 - 42,662 = 44,506;
    and with Texas's 173,016 that leaves Hawaii 3,890,892 - 3,607,676 = 283,216.
    """
    known = {key.path: value for key, value in load("fy2011-2011-04").known.items()}
    after, change = "states_after_reassignment.", "changes.states_after_reassignment."
    had = {s: known[after + s] - known[change + s] for s in ("Florida", "Louisiana")}
    assert {"Florida": 2_094_682, "Louisiana": 1_620_472} == had
    moved = known["reassigned_imports.cane"]
    assert 3_890_892 + 325_000 == known["sectors.cane"] + moved == known["before.sectors.cane"]
    assert 44_506 == moved + known[f"{change}Florida"] + known[f"{change}Louisiana"]
    left = known["sectors.cane"] - sum(known[after + s] for s in (*had, "Texas"))
    assert 283_216 == left


def test_imports_by_kind_are_all_that_goes_there() -> None:
    """300,000 + 140,000 + 60,000 tons in May 2016, 100,000 + 100,000 in September 2020."""
    assert ["reproduced"] * 2 == [
        rows("fy2016-2016-05")[figure].status
        for figure in ("reassigned_imports.cane", "other.raw sugar tariff-rate quota")
    ]
    found = load("fy2020-2020-09").evaluated()
    assert 200_000 == found["reassigned_imports.cane"].value
    assert 130_000 == found["reassigned_imports.beet"].value


def test_fiscal_year_2017_s_offshore_allotment_is_kept_or_reassigned() -> None:
    """325,000 - 45,499 = 279,501; in 2021 no offshore State has a processor, so all goes."""
    assert ["reproduced"] == statuses("fy2017", "offshore_reassigned")
    assert ["reproduced"] == statuses("fy2021", "offshore_reassigned")
    assert ["recorded"] == statuses("fy2020", "offshore_reassigned")


def test_fiscal_year_2021_s_cane_allocations_are_one_ton_short() -> None:
    """They add up to 4,714,503, the allotment is 4,714,504: six rounded rows may miss by three."""
    row = rows("fy2021")["processors.Texas.Rio Grande Valley Sugar Growers"]
    assert ("within rounding", 220_280) == (row.status, row.checks[-1].computed)
    assert 220_279 == row.printed.amount


def test_fiscal_year_2025_prints_the_percentage_of_cane_sugar_for_both_sectors() -> None:
    """45.65, where 54.35 are meant: 54.35 + 45.65 = 100, and the beet sugar allotment needs it."""
    figures = "percentage_factors.beet", "percentage_factors.cane", "sectors.beet"
    assert ["misprint", "reproduced", "reproduced"] == statuses("fy2025", *figures)


def test_fiscal_year_2024_s_cane_flow_closes_in_august() -> None:
    """470,256 + 164,341 = 34,597 + 600,000."""
    row = rows("fy2024-2024-08")["reassigned_imports.cane"]
    assert ("reproduced", 600_000) == (row.status, row.checks[-1].computed)
