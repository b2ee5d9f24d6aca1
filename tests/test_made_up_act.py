"""An Act of a few rules, made up, goes through everything: no shared module knows of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest
from pydantic import Field

from allotments import (
    InvalidInput,
    acts,
    compare,
    determine,
    explain,
    load,
    scenarios,
    tables,
    verify,
)
from allotments.core.base_model import Model, Name, Quantity
from allotments.core.exact import divide, positive_part
from allotments.core.printed_number import PrintedQuantity
from allotments.determination import Determination
from allotments.display.table_layout import Column, Style, Table, division, row, with_total
from allotments.figures.act import Act, Family, Named
from allotments.figures.division import constant, part, part_span, pro_rata
from allotments.figures.figure import Key, Rule
from allotments.printed_place import Items, Place


class Inputs(Model):
    act: ClassVar[str] = "honey"
    fiscal_year: int
    need: Quantity
    hives: dict[Name, Quantity] = Field(default_factory=dict)
    jars: dict[Name, Quantity] = Field(default_factory=dict)


class PrintedNeed(Items):
    need: PrintedQuantity | None = None


class HoneyPlace(Place):
    estimates: PrintedNeed | None = None
    honey: PrintedQuantity | None = None
    kinds: dict[Name, PrintedQuantity] | None = None
    hives: dict[Name, PrintedQuantity] | None = None
    villages: dict[Name, PrintedQuantity] | None = None


def rules(named: Named, fiscal_year: int) -> Iterator[Rule]:
    del fiscal_year
    yield Rule(key=Key("estimates", item="need"), title="need", paragraph="1", origin="input")
    yield constant("floor", "floor", 1_000, "2")
    yield Rule(  # a floor
        key=Key("honey"),
        title="honey",
        paragraph="2",
        operands=("estimates.need", "floor"),
        formula=lambda need, floor: need + positive_part(floor - need),
        text="max({0}, {1})",
    )
    for kind, tenths in (("dark", 6), ("light", 4)):  # a split
        yield Rule(
            key=Key("kinds", "", kind),
            title=f"{kind} honey",
            paragraph="3",
            operands=("honey",),
            formula=lambda honey, tenths=tenths: divide(honey * tenths, 10),
            text=f"{{0}} * {tenths} / 10",
            part_of="honey",
        )
    hives = [Key("hives", "", name) for name in named.get("hives", {}).get("", ())]
    paths = tuple(key.path for key in hives)
    for key in hives:
        yield Rule(key=key, title=f"hives, {key.recipient}", paragraph="4", origin="input", unit="")
    for key in hives:  # a division
        yield Rule(
            key=key._replace(family="villages"),
            title=key.recipient,
            paragraph="4",
            operands=(key.path, *paths, "kinds.dark"),
            formula=part,
            text=f"{{{len(paths) + 1}}} * {{0}} / sum",
            part_of="kinds.dark",
            span=partial(part_span, key.path, paths, "kinds.dark"),
        )
    for name in named.get("recorded.jars", {}).get("", ()):  # a change in the year
        yield from pro_rata(Key("jars", "", name), ("honey", "floor"), "kinds.light", "5", by="6")


def known(inputs: Inputs) -> dict[Key, Any]:
    found = {Key("estimates", item="need"): inputs.need}
    found |= {Key("hives", "", name): count for name, count in inputs.hives.items()}
    return found | {Key("recorded.jars", "", name): jars for name, jars in inputs.jars.items()}


def inputs_of(fiscal_year: int, printed: Mapping[Key, Any]) -> Inputs:
    hives = {key.recipient: value for key, value in printed.items() if key.family == "hives"}
    need: Any = printed.get(Key("estimates", item="need"))
    return Inputs(fiscal_year=fiscal_year, hives=hives, need=need)


def lines(figures: Any) -> Iterator[Any]:
    style = Style("short tons", 0, "the Honey Act")
    kinds = [row(figures, style, f"{kind} honey", [f"kinds.{kind}"]) for kind in ("dark", "light")]
    yield from with_total(kinds, "Honey", "Not known.")
    yield from with_total(division(figures, style, "villages"), "Dark honey", "Not known.")


COLUMN = Column(head=("tons",), width=12, number=10)
HONEY = Act(
    name="honey",
    title="the Honey Act",
    fiscal_years=range(1900, 1950),
    unit="short tons",
    families={
        "floor": Family(""),
        "estimates": Family("Estimates", is_input=True),
        "honey": Family("Honey", headline=True),
        "kinds": Family("Kinds", recipients="kinds", headline=True),
        "hives": Family("Hives", "", is_input=True, measured=True),
        "villages": Family("Villages", recipients="villages"),
        "recorded.jars": Family(""),
        "jars": Family("Jars", recipients="villages"),
    },
    rules=rules,
    known=known,
    inputs=Inputs,
    determination=Determination,
    place=HoneyPlace,
    inputs_of=inputs_of,
    tables={
        "honey": Table(
            title="Honey", form="none", source="4", stub=30, columns=(COLUMN,), lines=lines
        )
    },
)
NOTICE = """
format = 1
act = "honey"
fiscal_year = 1925
unit = "short tons"
source = { document = "Honey Gazette 7", title = "Honey" }

[[printed]]
place = "Table"
estimates.need = 2000
honey = 2000
kinds = { dark = 1200, light = 800 }
hives = { Ashby = 1, Barton = 2 }
villages = { Ashby = 400, Barton = 801 }
"""
FIGURES: dict[str, Any] = {"need": 2_000, "hives": {"Ashby": 1, "Barton": 2}, "jars": {"Ashby": 5}}


@pytest.fixture(autouse=True)
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acts, "_REGISTERED", {})
    acts.register(HONEY)


@pytest.fixture
def inputs() -> Inputs:
    return Inputs(fiscal_year=1925, **FIGURES)


def test_it_is_determined(inputs: Inputs) -> None:
    """The floor is 1,000: of a need of 2,000 that is 2,000, and jars double with it."""
    found = determine(inputs)
    assert {"dark": 1_200, "light": 800} == found.by_recipient("kinds")
    assert {"Ashby": 400, "Barton": 800} == found.by_recipient("villages")
    assert {"Ashby": 10} == found.by_recipient("jars")
    assert {"villages": "computed", "jars": "pro rata"} == found.origins
    assert 1_000 == determine(inputs.replace(need=10)).value("honey")
    assert re.search(r"Dark honey +1,200", str(found))
    assert not re.search("TST|359", str(found))
    assert "2,000 short tons" == found.show("honey")


def test_a_notice_of_it_is_read_verified_and_written(tmp_path: Path) -> None:
    """Barton's 801 is one too many: its two hives were measured, 1.5 to 2.5, and Ashby's one."""
    file = tmp_path / "honey.toml"
    file.write_text(NOTICE, encoding="utf-8")
    notice = load(file)
    status = {row.figure: row.status for row in verify(notice).rows}
    assert "reproduced" == status["honey"] == status["kinds.dark"] == status["villages.Ashby"]
    assert "within rounding" == status["villages.Barton"]
    assert Inputs(fiscal_year=1925, need=2_000, hives={"Ashby": 1, "Barton": 2}) == notice.inputs
    file.write_text(notice.to_toml(), encoding="utf-8")
    assert notice == load(file)
    file.write_text(NOTICE.replace("light = 800", "light = 801"), encoding="utf-8")
    assert not verify(load(file))


def test_a_year_that_it_is_not_for_is_refused(tmp_path: Path) -> None:
    """Its inputs take any year: the Act alone knows which are its own."""
    file = tmp_path / "honey.toml"
    file.write_text(NOTICE.replace("1925", "2525"), encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"fiscal_year: found 2525, expected \d+ to \d+$"):
        load(file)


def test_it_is_explained_in_its_own_unit(inputs: Inputs) -> None:
    steps = explain(determine(inputs), "kinds.dark").steps
    assert ["kinds.dark", "honey", "estimates.need", "floor"] == [s.figure.path for s in steps]
    assert "2,000 (honey) * 6 / 10 = 1,200" == steps[0].text


def test_it_is_compared(inputs: Inputs) -> None:
    found = compare(determine(inputs), determine(inputs.replace(need=3_000)))
    assert [600, 400, 400, 200, 5] == [one.difference for one in found.gains]
    assert {"need", "honey"} <= {one.title for one in compare(inputs, load("fy1995")).differences}


def test_it_has_tables(inputs: Inputs) -> None:
    assert ("honey",) == tables.names(determine(inputs))
    text = tables.federal_register(determine(inputs))
    assert re.search(r"Dark honey\.+ +1,200", text)
    assert not re.search("TST|359", tables.markdown(determine(inputs)))
    assert [("dark honey", "1,200"), ("light honey", "800"), ("Honey", "2,000")] == [
        (one["row"], one["printed"]) for one in tables.records(determine(inputs))
    ][:3]


def test_scenarios_evaluate_it(inputs: Inputs) -> None:
    found = scenarios.evaluate(inputs, {"estimates.need": [2_000.0, 3_000.0]})
    assert [1_200, 1_800] == found["kinds"][..., 0].tolist()


def test_it_flows(inputs: Inputs) -> None:
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    from allotments.plots import flow

    texts = flow(determine(inputs.replace(need=2_000_000))).texts
    assert {"honey 2,000", "dark 1,200", "Ashby"} <= {text.get_text() for text in texts}


def test_no_shared_module_knows_of_it() -> None:
    source = Path(acts.__file__).parent
    assert [] == [path for path in source.rglob("*.py") if "honey" in path.read_text("utf-8")]


def test_a_place_without_totals_has_none() -> None:
    place = HoneyPlace(place="Item 1")
    assert place.rows_of_total is None
    assert [] == list(place.sums({}))


def test_lazy_scenarios_stay_lazy_without_a_mask(inputs: Inputs) -> None:
    """As many figures as over arrays, none of them computed before it is asked for."""
    import dask.array

    path, values = "estimates.need", np.array([2_000.0, 3_000.0])
    blocks = dask.array.from_array(values, chunks=1)  # type: ignore[no-untyped-call]
    lazy = scenarios.evaluate(inputs, {path: blocks})
    now = scenarios.evaluate(inputs, {path: values})
    assert list(now.arrays) == list(lazy.arrays)
    for name, array in now.arrays.items():
        np.testing.assert_array_equal(array, np.asarray(lazy.arrays[name]))
