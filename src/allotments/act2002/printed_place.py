"""What an announcement under the Act of 2002 prints at one place."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import ClassVar, Literal, TypeAlias

from allotments.act2002.rules import (
    AFTER,
    BEET,
    CANE,
    FAMILIES,
    QUANTITY,
    allotment_of,
    at_minimum,
    parts_of_former_state,
)
from allotments.core.base_model import Model, Name
from allotments.core.printed_number import PrintedChange, PrintedPercent, PrintedQuantity
from allotments.figures.act import Named
from allotments.figures.figure import Key, Rule
from allotments.formulas.states import STATES
from allotments.inputs import Group, State
from allotments.printed_place import (
    PERCENT,
    Families,
    Items,
    Place,
    SectorPercents,
    SectorQuantities,
    Sum,
    last_of,
    optional,
    rows_of,
)

_GROUPS = (BEET, *STATES)
_SECTORS = (BEET, CANE)
_BEYOND_THE_SECTOR = ("sold_by_ccc", "reassigned_imports")
Sector: TypeAlias = Literal["beet", "cane"]


class PrintedEstimates(Items):
    """Printed estimates of the Secretary, 359b(a)(1)."""

    consumption: PrintedQuantity | None = optional("Sugar for domestic human consumption.")
    reasonable_carryover_stocks: PrintedQuantity | None = optional("Reasonable ending stocks.")
    carry_in_stocks: PrintedQuantity | None = optional("Beginning stocks.")
    production: PrintedQuantity | None = optional("Sugar from domestic beets and cane.")
    imports: PrintedQuantity | None = optional("Imports for human consumption.")


class ImportQuantities(SectorQuantities):
    """What is reassigned to imports of raw cane sugar."""

    both: PrintedQuantity | None = optional("Of both sectors, where they are not told apart.")


class SectorChanges(Model):
    """A printed change for beet sugar and for cane sugar."""

    beet: PrintedChange | None = optional("Beet sugar.")
    cane: PrintedChange | None = optional("Cane sugar.")


class Before(Families):
    """What stood before the announcement, as it prints it."""

    overall_allotment_quantity: PrintedQuantity | None = optional("359c(b).")
    sectors: SectorQuantities | None = optional("The two sectors.")
    states: dict[State, PrintedQuantity] | None = optional("States.", STATES)
    states_after_reassignment: dict[State, PrintedQuantity] | None = optional("States.", STATES)
    processors: dict[Group, dict[Name, PrintedQuantity]] | None = optional("Processors.", _GROUPS)


class Changes(Families):
    """What the announcement changes, with its sign: what it is now less what it was before."""

    overall_allotment_quantity: PrintedChange | None = optional("359c(b)(2), (g)(1).")
    sectors: SectorChanges | None = optional("The two sectors.")
    states: dict[State, PrintedChange] | None = optional("States.", STATES)
    states_after_reassignment: dict[State, PrintedChange] | None = optional("States.", STATES)
    processors: dict[Group, dict[Name, PrintedChange]] | None = optional("Processors.", _GROUPS)


class PrintedPlace(Place):
    """What an announcement prints at one place.

    Attributes
    ----------
    at_minimum : bool, optional
        Whether it says that the quantity is 85 percent of consumption: then it is checked.
    total : PrintedQuantity, optional
        The printed sum of the rows at this place: sectors, States, or one group of processors.
    """

    rounded_families: ClassVar[frozenset[str]] = frozenset(
        name for name, family in FAMILIES.items() if family.measured
    )

    estimates: PrintedEstimates | None = optional("The Secretary's estimates, 359b(a)(1).")
    at_minimum: bool | None = optional(
        "True where the overall quantity is said to be the minimum, 359c(b)(1)(B)."
    )
    minimum_share: PrintedPercent | None = optional(f"The minimum over consumption. {PERCENT}")
    imports_deducted: PrintedQuantity | None = optional("1,532,000 of 359c(b)(1), to crop 2007.")
    overall_allotment_quantity: PrintedQuantity | None = optional("359c(b).")
    percentage_factors: SectorPercents | None = optional(f"Percentages of the sectors. {PERCENT}")
    sectors: SectorQuantities | None = optional("The beet sugar and the cane sugar allotment.")
    offshore: PrintedQuantity | None = optional("The allotment of the offshore States together.")
    mainland: PrintedQuantity | None = optional("The allotment of the mainland States together.")
    states: dict[State, PrintedQuantity] | None = optional("What 359c(e) allots.", STATES)
    states_after_reassignment: dict[State, PrintedQuantity] | None = optional(
        "State allotments with what is reassigned in the same announcement.", STATES
    )
    processors: dict[Group, dict[Name, PrintedQuantity]] | None = optional(
        "Allocations of the processors, under 'beet' or their State.", _GROUPS
    )
    total: PrintedQuantity | None = optional(
        "The printed sum of the sectors, the States, the one group of processors, or what goes to "
        "imports, at this place."
    )
    before: Before | None = optional("What stood before.")
    changes: Changes | None = optional("What is changed, signed.")
    deficits: dict[Sector, dict[Name, PrintedQuantity]] | None = optional(
        "By sector whose allotment or allocation is reassigned, and how much.", _SECTORS
    )
    reassigned: dict[Sector, dict[Name, PrintedQuantity]] | None = optional(
        "By sector to which State or processor it goes, and how much.", _SECTORS
    )
    sold_by_ccc: SectorQuantities | None = optional("Reassigned to the CCC's sales, 359e(b).")
    reassigned_imports: ImportQuantities | None = optional("Reassigned to imports, 359e(b).")
    reassigned_imports_by_kind: dict[Sector, dict[Name, PrintedQuantity]] | None = optional(
        "By sector what is reassigned to each kind of imports: already anticipated, under a "
        "tariff-rate quota that is raised. Then these are all of it.",
        _SECTORS,
    )
    offshore_reassigned: PrintedQuantity | None = optional(
        "What of the offshore States' allotment goes to the mainland States, 359e(b)(1)."
    )
    total_use: PrintedQuantity | None = optional("Total use in the balance behind the quantity.")
    ending_stocks: PrintedQuantity | None = optional("Stocks that it leaves without allotments.")
    stocks_to_use: PrintedPercent | None = optional(f"These stocks over total use. {PERCENT}")
    free_ending_stocks: PrintedQuantity | None = optional("Stocks less what is not allotted.")
    free_stocks_to_use: PrintedPercent | None = optional(f"These stocks over total use. {PERCENT}")
    allocated_share: PrintedPercent | None = optional(
        f"The part of the allotments that is allocated for the time being. {PERCENT}"
    )
    allocated: SectorQuantities | None = optional("What is allocated for the time being.")
    withheld: PrintedQuantity | None = optional("What is not allocated for the time being.")
    uniform_reduction_percentage: dict[State, PrintedPercent] | None = optional(
        f"Proportionate share over acreage base, 359f(c). {PERCENT}", STATES
    )

    @property
    def implied(self) -> Collection[Key]:
        """The overall quantity, where it is said to be the minimum."""
        return [Key(QUANTITY)] if self.at_minimum else []

    def rules(self, named: Named) -> Iterator[Rule]:
        """Yield the rules of a quantity that is said to be the minimum, and of initial shares."""
        if self.at_minimum:
            yield at_minimum()
        if self.reassigned and not self.incomplete:
            yield from parts_of_former_state(named)

    def sums(self, named: Named) -> Iterator[Sum]:
        """Yield the sums of rows, of sectors, of groups of processors, and of what is reassigned.

        What is named of a sector at a place is taken to be all that is reassigned there, unless
        the place says that it is incomplete.
        """
        yield from super().sums(named)
        if self.incomplete:
            return
        printed, total = list(self.figures()), self.rows_of_total
        summed = total[0] if self.total is not None and total is not None else None
        labels = [label for _, _, label in printed]
        sectors = rows_of(printed, Key("sectors"))
        reduced = any(f"before.{one}" in labels for one in sectors)  # by what is reassigned
        both = QUANTITY in labels and len(sectors) == len(_SECTORS) and not reduced
        if both and summed != Key("sectors"):
            yield Sum(QUANTITY, sectors, (), "sum of the two sectors", rounded=sectors)
        beet, cane = (f"percentage_factors.{sector}" for sector in _SECTORS)
        if beet in labels and cane in labels:
            source = "what the other leaves of 100 percent"
            yield Sum(cane, (), (beet,), source, whole=1, instead=True)
        if summed != Key(AFTER) and (rows := rows_of(printed, Key(AFTER))):
            yield last_of(rows, f"sectors.{CANE}", (*rows, f"sectors.{CANE}"))
        for key, whole in _groups(self.processors or {}, named):
            rows = rows_of(printed, key)
            if whole == f"sectors.{CANE}":
                rows = tuple(row for row in rows if not row.startswith(f"processors.{BEET}."))
            if rows and summed != key:
                yield last_of(rows, whole, (*rows, whole))
        for sector in _SECTORS:
            yield from self._flows(labels, sector)

    def _flows(self, labels: list[str], sector: str) -> Iterator[Sum]:
        """Yield the sums by which all that is given up of a sector goes somewhere.

        Each is held against the last of the figures that say where it goes; what is left of the
        sector's allotment against what stood before, if it is not as 359c(c) makes it.
        """
        beyond = [f"{end}.{sector}" for end in _BEYOND_THE_SECTOR if f"{end}.{sector}" in labels]
        taken = [*_of(labels, "reassigned", sector), *beyond]
        for given in (_of(labels, "deficits", sector), self._losses(sector)):
            if given and taken:
                *others, last = taken
                source = "all that is given up, less what goes elsewhere"
                plus = tuple(one for one in given if one.startswith("deficits."))
                minus = (*others, *(one for one in given if one not in plus))
                yield Sum(last, plus, minus, source, rounded=self.rounded((*given, *others)))
        now, before = f"sectors.{sector}", f"before.sectors.{sector}"
        if beyond and now in labels:
            printed = (before,) * (before in labels)
            yield Sum(
                now,
                printed,
                tuple(beyond),
                "what stood before, less what is reassigned",
                before="" if printed else before,
                rounded=(before,),
                instead=True,
            )
        for group in self.changes.processors or {} if self.changes else {}:
            yield from self._moved(group, sector)

    def _losses(self, sector: str) -> list[str]:
        """Return the decrease of a sector, where nothing says that the overall quantity changed."""
        loss = f"changes.sectors.{sector}"
        if self.changes is None or self.changes.overall_allotment_quantity is not None:
            return []
        number = getattr(self.changes.sectors, sector, None)
        return [loss] * (number is not None and number.value < 0)

    def _moved(self, group: str, sector: str) -> Iterator[Sum]:
        """Yield the sum by which what processors of a group lose others of it gain."""
        assert self.changes is not None
        assert self.changes.processors is not None
        changes = self.changes.processors[group]
        values = [number.value for number in changes.values()]
        both = any(value < 0 for value in values) and any(value > 0 for value in values)
        if both and (group == BEET) is (sector == BEET):
            *others, last = (f"changes.processors.{group}.{name}" for name in changes)
            source = "what the others lose and gain"
            yield Sum(last, (), tuple(others), source, rounded=self.rounded(others))

    @property
    def rows_of_total(self) -> tuple[Key, Key] | None:
        """What a total adds up, and the allotment that it must be."""
        if self.sectors is not None:
            return Key("sectors"), Key(QUANTITY)
        for family, rows in ((AFTER, self.states_after_reassignment), ("states", self.states)):
            if rows is not None:
                return Key(family), Key("sectors", "", CANE)
        if self.processors is not None and len(self.processors) == 1:
            (group,) = self.processors
            return Key("processors", group), allotment_of({}, group)
        if self.reassigned_imports is not None:
            return Key("reassigned_imports"), Key("reassigned_imports")
        return None


def _groups(groups: Iterable[str], named: Named) -> Iterator[tuple[Key, str]]:
    """Yield groups of rows, and what each adds up to: cane's all together where no State is named.

    One State's alone are then not all of cane.
    """
    states = [group for group in groups if group != BEET]
    together = AFTER not in named and "states" not in named
    for group in groups:
        if group == BEET or not together:
            yield Key("processors", group), allotment_of(named, group).path
    if together and len(states) > 1:
        yield Key("processors"), f"sectors.{CANE}"


def _of(labels: Iterable[str], family: str, sector: str) -> list[str]:
    return [label for label in labels if label.startswith(f"{family}.{sector}.")]
