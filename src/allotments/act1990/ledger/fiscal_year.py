"""A fiscal year's ledger: allotments changed, reassigned, suspended and established again.

Agricultural Adjustment Act of 1938, secs. 359b(a)(2), 359c(g) and 359e (7 U.S.C. 1359bb(a)(2),
1359cc(g), 1359ee) as in force for fiscal year 1995, at the level of a whole determination. Each
method returns a new ledger with one more step, and nothing is lost between steps:
``allotments = allocations + reassigned to imports + deducted``, for beet and for cane sugar.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from allotments.act1990.determination.chain import Determination, check_determination
from allotments.act1990.ledger import summary as views
from allotments.act1990.ledger.checked_input import (
    abilities,
    allotment_pairs,
    check_choice,
    check_portion,
    deductions_of,
    excesses,
    known_quantities,
    newly_established,
    processors_of,
    redetermined,
    shares_of_farms,
)
from allotments.act1990.ledger.holdings import (
    ApplyChange,
    Exact,
    Position,
    Remainder,
    by_sector,
    changed,
    deficit_flows,
    moved,
    nested,
)
from allotments.act1990.ledger.steps import Quarter, Step
from allotments.core.errors import InvalidInput
from allotments.formulas.reassignment import InStateReading


@dataclass(frozen=True)
class Ledger:
    """A fiscal year's steps, from :func:`open_ledger` on; what the last one left is in force.

    Frozen are the fields; the mappings in its steps are to be read and not changed: a step may
    share them with the next, and with another ledger.

    Attributes
    ----------
    steps : tuple of Step
        The opening first.
    remainder : str
        What becomes of a deduction beyond the allocation next established: ``"dropped"`` or
        ``"carried"``, as was said last, to :func:`open_ledger` or :meth:`established`.
    """

    steps: tuple[Step, ...]
    remainder: Remainder = "dropped"

    @property
    def determination(self) -> Determination:
        """What the latest estimates lead to."""
        return self.steps[-1].determination

    @property
    def position(self) -> Position:
        """What is in force."""
        return self.steps[-1].after

    @property
    def allocations(self) -> dict[str, dict[str, Exact]]:
        """The allocations in force, by allotment and processor. [short tons, raw value]."""
        return self.position.allocations

    @property
    def reassigned_to_imports(self) -> dict[str, Exact]:
        """What of beet and of cane sugar was reassigned to imports. [short tons, raw value]."""
        return by_sector(self.position.imports)

    @property
    def deductions(self) -> dict[str, dict[str, Exact]]:
        """What is to be deducted from allocations next established. [short tons, raw value].

        If that is not in this year, :func:`open_ledger` of the next takes it.
        """
        return nested(self.position.carried)

    def reestimated(
        self,
        quarter: Quarter,
        inputs: Any = None,
        *,
        apply_change: ApplyChange = "after",
        marketed: Any = None,
        pledged: Any = None,
        **changes: Any,
    ) -> Ledger:
        """Return the ledger after a re-estimate: allotments adjusted, established or suspended.

        While allotments are in force and required, every allocation and proportionate share
        changes by the percentage by which its allotment does. Where imports are now estimated at
        1,250,000 short tons or more, allotments are suspended. Where none are in force and they
        are required, they are established for the whole year and without proportionate shares;
        :meth:`established` takes a portion, and shares.

        >>> import allotments
        >>> ledger = open_ledger(allotments.determine(allotments.load("fy1995").inputs))
        >>> ledger = ledger.reestimated(
        ...     "January", estimates={"consumption": 9_325_890, "production": 7_970_000})
        >>> ledger.allocations["Texas"]  # 1 percent more than 131,650
        {'Rio Grande Valley Sugar Growers': Fraction(265933, 2)}

        Parameters
        ----------
        quarter
            By the beginning of which the re-estimate is due.
        inputs
            The :class:`Inputs` re-estimated; or else, by keyword,
        **changes
            as for their ``replace``. Estimates, criteria of sectors and States, and weights may
            change. What processors were allocated by may not: their allocations change with the
            allotment.
        apply_change
            The Act does not say whether the percentage comes before or after earlier
            reassignments. ``"after"``: it changes the allocations in force, reassigned quantities
            included, and with them what went to imports; each part of an allocation follows the
            allotment that it comes from. ``"before"``: it changes the allocations as they were
            without reassignments; the quantities reassigned then stand, or all that is there
            where it is less.
        marketed, pledged
            By allotment and processor, what was marketed in the fiscal year so far, and pledged as
            collateral for price support loans. What exceeds the allocation of an allotment that
            is reduced is carried to the allocation next established; of several such excesses
            the largest: the Act does not say, and it is the same sugar. Where no allotment is
            reduced, as when allotments are raised, suspended or not in force, nothing is carried;
            names and numbers are checked all the same. Not negative, exact. [short tons, raw
            value]

        Raises
        ------
        InvalidInput
            If the quarter is over, names, numbers or inputs are refused, or an allotment is not
            above zero, so that no percentage can be taken of it.

        Notes
        -----
        Secs. 359b(a)(2), 359c(g)(1), (2), (3).
        """
        determination, notes = redetermined(self.steps[-1], quarter, inputs, changes)
        check_choice("apply_change", apply_change, ApplyChange)
        known = self.allocations or processors_of(determination.inputs)
        sold = known_quantities("marketed", marketed, known)
        collateral = known_quantities("pledged", pledged, known)
        if not determination.allotments_required:
            return self._without(quarter, determination, notes)
        if not self.position.held:
            return self.established(quarter, determination.inputs)
        pairs = allotment_pairs(self.position, self.determination, determination)
        after = changed(self.position, pairs, apply_change)
        excess = excesses(after, pairs, sold, collateral)
        if self._reassigned:
            notes += (f"The percentage applies {apply_change} earlier reassignments.",)
        paragraph = "359c(g)(1)(A), (2)"
        if excess:
            paragraph += ", (3)"
            notes += (f"Marketed beyond reduced allocations: {views.listed(excess)}.",)
            kept = {p: q for p, q in after.carried.items() if q >= excess.get(p, 0)}
            after = replace(after, carried=after.carried | excess | kept)
        return self._with(
            kind="re-estimated",
            quarter=quarter,
            paragraph=paragraph,
            determination=determination,
            after=after,
            notes=notes,
        )

    def established(
        self,
        quarter: Quarter,
        inputs: Any = None,
        *,
        portion: Any = 1,
        proportionate_shares: Any = None,
        remainder: Remainder | None = None,
        **changes: Any,
    ) -> Ledger:
        """Return the ledger with allotments established in the course of the year.

        Parameters
        ----------
        quarter, inputs, **changes
            As for :meth:`reestimated`.
        portion
            Allotments may be established for a portion of the year; how large they then are the
            Act does not say. A ratio of the year's allotments, above 0 and at most 1; by default
            all of them, against which the year's marketings count.
        proportionate_shares
            As for :func:`open_ledger`.
        remainder
            As for :func:`open_ledger`, from now on; by default what it was, ``remainder``.

        Raises
        ------
        InvalidInput
            As :meth:`reestimated`; also where allotments are in force, or not required.

        Notes
        -----
        Sec. 359c(g)(1)(B), (3).
        """
        determination, notes = redetermined(self.steps[-1], quarter, inputs, changes)
        beyond = self.remainder if remainder is None else remainder
        check_choice("remainder", beyond, Remainder)
        part = check_portion(portion)
        shares = shares_of_farms(proportionate_shares, determination.inputs)
        if self.position.held:
            raise InvalidInput([f"{quarter}: found allotments in force, expected none"])
        if not determination.allotments_required:
            imports = f"{determination.imports:,} short tons"
            raise InvalidInput([f"{quarter}: found imports of {imports}, which require none"])
        if part != 1:
            notes += (f"For a portion of the year: {part} of its allotments.",)
        carried = self.position.carried
        after = newly_established(determination, carried, shares, beyond, part)
        return self._with(
            remainder=beyond,
            kind="established",
            quarter=quarter,
            paragraph="359c(g)(1)(B), (3)" if carried else "359c(g)(1)(B)",
            determination=determination,
            after=after,
            notes=notes,
        )

    def suspended(self, quarter: Quarter, inputs: Any = None, **changes: Any) -> Ledger:
        """Return the ledger with allotments suspended: no limits, no allocations, no shares.

        Deductions stay, for the allocations next established.

        Parameters
        ----------
        quarter, inputs, **changes
            As for :meth:`reestimated`; nothing need change.

        Raises
        ------
        InvalidInput
            As :meth:`reestimated`; also where no allotments are in force.

        Notes
        -----
        Sec. 359c(g)(1)(C).
        """
        determination, notes = redetermined(self.steps[-1], quarter, inputs, changes)
        if not self.position.held:
            raise InvalidInput([f"{quarter}: found no allotments in force, expected some"])
        return self._without(quarter, determination, notes)

    def deficits_reassigned(
        self, ability_to_market: Any, *, in_proportion_to: InStateReading = "room", when: str = ""
    ) -> Ledger:
        """Return the ledger once deficits have gone to other processors, and then to imports.

        Parameters
        ----------
        ability_to_market
            For ``"beet"``, or all the cane States, or both, a mapping of every processor to what
            it can market in the fiscal year. A number instead of the mapping is divided among the
            processors in proportion to their allocations in force: an assumption, and noted as
            one. Sugar whose abilities are not given stays where it is. Not negative, exact.
            [short tons, raw value]
        in_proportion_to
            As for :func:`~allotments.act1990.reassign_cane_deficits`.
        when
            A date, or another label, to show with the step.

        Raises
        ------
        InvalidInput, ValueError
            If no allotments are in force, or names or numbers are refused.

        Notes
        -----
        Sec. 359e(a), (b). Between States, and within a receiving State, it goes by allocations
        without any reassignment.
        """
        if not self.position.held:
            raise InvalidInput(["found no allotments in force, expected some to reassign"])
        able, notes = abilities(ability_to_market, self.allocations)
        flows = deficit_flows(self.position, able, in_proportion_to)
        return self._with(
            kind="reassigned",
            quarter=self.steps[-1].quarter,
            paragraph="359e(b)",
            determination=self.determination,
            after=moved(self.position, flows),
            flows=flows,
            notes=notes,
            when=when,
        )

    def records(self) -> list[dict[str, Any]]:
        """Return a record for each step and processor, for ``pandas.DataFrame`` and its like.

        Quantities are short tons rounded half up; ``exact_before`` and ``exact_after`` are text.
        What went to imports and what was deducted are records of their allotment, by the names
        ``imports`` and ``deducted``. A processor may be called so too: ``holding`` tells which it
        is, ``"allocation"``, ``"imports"`` or ``"deducted"``.
        """
        return views.records(self.steps)

    def __str__(self) -> str:
        return views.as_text(self.steps)

    def _repr_html_(self) -> str:
        return views.as_html(self.steps)

    @property
    def _reassigned(self) -> bool:
        return any(
            holder != place
            for place, parts in self.position.held.items()
            for holder in parts
            if holder != "deducted"
        )

    def _without(
        self, quarter: Quarter, determination: Determination, notes: tuple[str, ...]
    ) -> Ledger:
        in_force = bool(self.position.held)
        return self._with(
            kind="suspended" if in_force else "not established",
            quarter=quarter,
            paragraph="359c(g)(1)(C)" if in_force else "359b(b)(1)",
            determination=determination,
            after=Position(carried=self.position.carried),
            notes=notes,
        )

    def _with(self, *, after: Position, remainder: Remainder | None = None, **step: Any) -> Ledger:
        new = Step(before=self.position, after=after, **step)
        return Ledger((*self.steps, new), remainder or self.remainder)


def open_ledger(
    determination: Determination,
    *,
    deductions: Any = None,
    proportionate_shares: Any = None,
    remainder: Remainder = "dropped",
) -> Ledger:
    """Return the ledger of a fiscal year, opened with the determination made before it began.

    >>> import allotments
    >>> ledger = open_ledger(allotments.determine(allotments.load("fy1995").inputs))
    >>> ledger = ledger.deficits_reassigned(
    ...     {"Florida": 1_726_000, "Hawaii": 500_000, "Louisiana": 1_020_000,
    ...      "Puerto Rico": 45_000, "Texas": 142_000}, when="12 June 1995")
    >>> ledger.reassigned_to_imports["cane"]
    Fraction(100463, 1)

    Parameters
    ----------
    determination
        From :func:`~allotments.act1990.determine`, with allotments or without.
    deductions
        :attr:`Ledger.deductions` of the year before: by ``"beet"`` and State, processors and what
        is to be deducted. One of a processor without an allocation is carried on. Exact.
        [short tons, raw value]
    proportionate_shares
        By State, a mapping of farms to shares, such as the ``shares`` of
        :func:`~allotments.act1990.proportionate_shares`; they change with the State's allotment.
        None where no allotments are required. Exact. [acres]
    remainder
        What of a deduction exceeds the allocation: ``"dropped"``, or ``"carried"`` to the one
        established after it. In the course of the year too, unless :meth:`Ledger.established` says
        otherwise. The Act does not say; it sets no allocation below zero.

    Raises
    ------
    InvalidInput
        If names or numbers are refused, or shares where no allotments are required.
    TypeError
        If *determination* is none, such as a notice.

    Notes
    -----
    Secs. 359b(b)(1), 359c(a), 359d(a)(1); 359c(g)(3) for the deductions.
    """
    check_determination("determination", determination)
    check_choice("remainder", remainder, Remainder)
    carried = deductions_of(deductions)
    shares = shares_of_farms(proportionate_shares, determination.inputs)
    required = determination.allotments_required
    if shares and not required:
        fault = (
            "proportionate_shares: found some, expected none where no allotments are required; "
            "Ledger.established takes them"
        )
        raise InvalidInput([fault])
    nothing = Position(carried=carried)
    after = newly_established(determination, carried, shares, remainder, 1) if required else nothing
    step = Step(
        kind="established" if required else "not established",
        quarter="October",
        paragraph="359c(a), 359d(a)(1)" if required else "359b(b)(1)",
        determination=determination,
        before=nothing,
        after=after,
    )
    return Ledger((step,), remainder)
