"""A fiscal year's ledger: allotments changed, reassigned, suspended and established again.

Agricultural Adjustment Act of 1938, secs. 359b(a)(2), 359c(g), 359e, 359f(b)(7) and 359g(c)
(7 U.S.C. 1359bb to 1359gg) as in force for fiscal year 1995, at the level of a whole
determination. Each method returns a new ledger with one more step. What the Act leaves open is
chosen once, when the ledger is opened.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any, Literal, NamedTuple, TypeAlias, get_args

from allotments.act1990.determination import Determination, determine
from allotments.act1990.inputs import Inputs
from allotments.act1990.section_359c_adjustments import deduction_from_next_allocation
from allotments.act1990.section_359e import (
    reassign_beet_deficits,
    reassign_cane_deficits,
)
from allotments.core.errors import InvalidInput, check_choice, check_kind
from allotments.core.exact import shown
from allotments.core.limits import LARGEST_QUANTITY
from allotments.determination import determination_of
from allotments.formulas.reassignment import InStateReading
from allotments.inputs import check_group
from allotments.ledger.checked_quantities import (
    abilities,
    exact_quantity,
    given_quantities,
)
from allotments.ledger.fiscal_year import (
    BEET,
    CANE,
    YearLedger,
    before_opening,
    carried_over,
    deficit_flows,
    differences,
    divided_anew,
    ratios_of,
    shares_of_farms,
    with_allotments,
)
from allotments.ledger.position import (
    ChangeWith,
    Exact,
    LedgerPosition,
    Recipient,
    UnmetDeduction,
    changed,
    moved,
    suspended,
    with_excesses,
)
from allotments.ledger.steps import LedgerStep
from allotments.rounding import grouped

Quarter: TypeAlias = Literal["October", "January", "April", "July"]
"""The month that a quarter of the fiscal year begins with: re-estimates are due by it."""

Action: TypeAlias = Literal["adjust", "establish", "suspend"]
"""What the Secretary may do on a re-estimate, 359c(g)(1)(A), (B), (C)."""

# What a re-estimate leaves alone: 359c(g)(1) speaks of consumption, stocks, production and imports.
_FIXED = ("fiscal_year", "weights", "processor_criteria", "recorded")


class Readings(NamedTuple):
    """What was chosen where the Act leaves a point open: see :func:`open_ledger`."""

    unmet_deduction: UnmetDeduction
    reassigned_change_with: ChangeWith
    shares_follow_reassignments: bool
    deduct_in_same_year: bool
    raise_cures_excess: bool


class Ledger(YearLedger):
    """A fiscal year's steps, from :func:`open_ledger` on; what the last one left is in force.

    The fields are frozen; the mappings in its steps are to be read and not changed: a step may
    share them with the next, and with another ledger.

    Attributes
    ----------
    steps : tuple of LedgerStep
        The opening first.
    readings : Readings
        The choices made in :func:`open_ledger`.
    """

    @property
    def _disaster(self) -> str:
        return "359f(b)(7)"

    def reestimated(
        self,
        quarter: Quarter,
        *,
        action: Action | None = None,
        marketed: Any = None,
        pledged: Any = None,
        **changes: Any,
    ) -> Ledger:
        """Return the ledger after a re-estimate: allotments adjusted, established or suspended.

        Adjusted, every allocation and proportionate share changes by the percentage by which its
        allotment does. Established, they are so for the whole year and without proportionate
        shares; :meth:`established` takes a portion, and shares.

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
        action
            As the Secretary determines: ``"adjust"`` what is in force, whatever imports are now
            estimated; ``"establish"`` allotments where none are in force; ``"suspend"`` them, or
            leave them suspended. By default what the test of 359b(b)(1) would lead to before the
            year: adjust or establish where imports are below 1,250,000 short tons, else suspend;
            but what is suspended stays so.
        marketed, pledged
            By group and processor, what was marketed in the fiscal year so far, or in the portion
            that allotments are for, and what is pledged as collateral for price support loans.
            What exceeds the allocation of an allotment that is reduced is owed, once in a year.
            Where no allotment is reduced, as when they are suspended, nothing is; names and
            numbers are checked all the same. Not negative, exact. [short tons, raw value]
        **changes
            As for the ``replace`` of :class:`Inputs`: estimates, and the criteria of sectors and
            States, in which the ability to market is an estimate.

        Raises
        ------
        InvalidInput
            If the quarter is over, names, numbers or inputs are refused, an action finds nothing
            to act on, or an allotment is not above zero, so that no percentage can be taken of it.

        Notes
        -----
        Secs. 359b(a)(2), 359c(g)(1), (2), (3).
        """
        determination, notes = self._redetermined(quarter, changes)
        known = self.allocations or _processors(determination.inputs)
        sold = given_quantities("marketed", marketed, known)
        collateral = given_quantities("pledged", pledged, known)
        chosen = self._action(quarter, action, required=determination.allotments_required)
        if chosen == "establish":
            return self._established(quarter, determination, notes)
        if chosen == "suspend":
            return self._suspended(quarter, determination, notes)
        ratios = _ratios(self.position, self.determination, determination)
        after = changed(
            self.position,
            ratios,
            self.readings.reassigned_change_with,
            shares_follow=self.readings.shares_follow_reassignments,
        )
        now = after.in_force
        excesses = {
            place: deduction_from_next_allocation(
                sold.get(place, 0), collateral.get(place, 0), now[place]
            )
            for place in {**sold, **collateral}
        }
        after, beyond = carried_over(after, excesses, ratios)
        if self.readings.raise_cures_excess:
            raised = {p: q for p, q in excesses.items() if ratios[p[0]] > 1 and p in after.owed}
            after = with_excesses(after, raised, cured=True)
        paragraph = "359c(g)(1)(A), (2), (3)" if beyond else "359c(g)(1)(A), (2)"
        return self._estimated(
            "re-estimated", paragraph, after, (*notes, *beyond), determination, quarter
        )

    def established(
        self,
        quarter: Quarter,
        *,
        portion: Any = 1,
        proportionate_shares: Any = None,
        **changes: Any,
    ) -> Ledger:
        """Return the ledger with allotments established in the course of the year.

        Parameters
        ----------
        quarter, **changes
            As for :meth:`reestimated`.
        portion
            Allotments may be established for a portion of the year; how large they then are the
            Act does not say. A ratio of the year's allotments, above 0 and at most 1; by default
            all of them, against which all the year's marketings count. So what was found in excess
            in this year is deducted from allotments for a portion alone.
        proportionate_shares
            As for :func:`open_ledger`.

        Raises
        ------
        InvalidInput
            As :meth:`reestimated`; also where allotments are in force.

        Notes
        -----
        Sec. 359c(g)(1)(B), (3). The test of 359b(b)(1) is of the estimates made before the year.
        """
        determination, notes = self._redetermined(quarter, changes)
        part = exact_quantity("portion", portion)
        if not 0 < part <= 1:
            raise InvalidInput(
                [f"portion: found {portion}, expected a ratio above 0 and at most 1"]
            )
        shares = _shares_of_farms(proportionate_shares, determination.inputs)
        self._check_suspended(quarter)
        return self._established(quarter, determination, notes, part, shares)

    def suspended(self, quarter: Quarter, **changes: Any) -> Ledger:
        """Return the ledger with allotments suspended: no limits, no allocations, no shares.

        Deductions stay, for the allocations next established.

        Parameters
        ----------
        quarter, **changes
            As for :meth:`reestimated`; nothing need change.

        Raises
        ------
        InvalidInput
            As :meth:`reestimated`; also where no allotments are in force.

        Notes
        -----
        Sec. 359c(g)(1)(C).
        """
        determination, notes = self._redetermined(quarter, changes)
        self._check_in_force(quarter)
        return self._suspended(quarter, determination, notes)

    def deficits_reassigned(
        self,
        ability_to_market: Any,
        *,
        in_proportion_to: InStateReading = "capacity",
        when: str = "",
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
        Sec. 359e(a), (b). Between States it goes by their allotments, and within a receiving State
        by allocations, both without any reassignment; deductions reduce the latter alone.
        Allotments change by what crosses, and proportionate shares with them, 359c(g)(2).
        """
        self._check_in_force(when)
        cane = [group for group in self.allocations if group != BEET]
        able, notes = abilities(ability_to_market, self.allocations, whole=cane)

        def by(reassign: Callable[..., Any]) -> Callable[..., Any]:
            return lambda now, able, original: reassign(
                now, able, original=original, in_proportion_to=in_proportion_to
            )

        flows = deficit_flows(
            self.position, able, by(reassign_beet_deficits), by(reassign_cane_deficits)
        )
        after = moved(self.position, flows, shares_follow=self.readings.shares_follow_reassignments)
        return self._with("deficits reassigned", "359e(b)", after, notes, flows=flows, when=when)

    def revised(
        self,
        *,
        processor_criteria: Any = None,
        allocations: Any = None,
        proportionate_shares: Any = None,
        when: str = "",
    ) -> Ledger:
        """Return the ledger with allocations or proportionate shares revised; allotments stay.

        Parameters
        ----------
        processor_criteria
            As of :class:`Inputs`: the allocations of each group named are divided anew by the
            weighted bases, deductions made as before; what was reassigned stays.
        allocations
            By group and processor, allocations as the Secretary revises them; others stay. Those of
            a group add up to as much as before. Exact. [short tons, raw value]
        proportionate_shares
            As for :func:`open_ledger`; they take the place of each State's.
        when
            A date, or another label, to show with the step.

        Raises
        ------
        InvalidInput
            If no allotments are in force, names or numbers are refused, or a total changes.

        Notes
        -----
        Sec. 359g(c): on the same basis as at first.
        """
        self._check_in_force(when)
        determination = self.determination
        shares = _shares_of_farms(proportionate_shares, determination.inputs)
        new = given_quantities("allocations", allocations, self.allocations)
        own: dict[Recipient, Exact] = {}
        if processor_criteria is not None:
            inputs = determination.inputs.replace(processor_criteria=processor_criteria)
            determination = determine(inputs)
            bases = _as_required(determination).processors or {}
            for group in processor_criteria:
                own |= divided_anew(self.position, group, bases[group], "processor_criteria")
        return self._revised(own, new, shares, when, determination)

    def _redetermined(
        self, quarter: Quarter, changes: Mapping[str, Any]
    ) -> tuple[Determination, tuple[str, ...]]:
        """Return the determination of re-estimated inputs, and a note of what was re-estimated."""
        order = get_args(Quarter)
        check_choice("quarter", quarter, get_args(Quarter))
        first = max(1, order.index(self.steps[-1].period))
        if order.index(quarter) < first:
            expected = ", ".join(order[first:])
            raise InvalidInput([f"quarter: found {shown(quarter)}, expected one of: {expected}"])
        if fixed := [name for name in _FIXED if name in changes]:
            expected = "expected none: 359c(g)(1) adjusts to estimates of consumption, stocks, "
            expected += "production and imports; Ledger.revised takes what 359g(c) revises"
            raise InvalidInput(f"{name}: found a change, {expected}" for name in fixed)
        current = self.determination.inputs
        new = current.replace(**changes)
        return determine(new), differences(current, new)

    def _action(self, quarter: Quarter, action: Action | None, *, required: bool) -> Action:
        """Return what the Secretary does, or what is assumed; refuse what cannot be done."""
        if action is None:
            in_force = bool(self.position.held_by)
            was_in_force = any(step.after.held_by for step in self.steps)
            if required:
                return "adjust" if in_force else "suspend" if was_in_force else "establish"
            return "suspend"
        check_choice("action", action, get_args(Action))
        if action == "adjust":
            self._check_in_force(quarter)
        if action == "establish":
            self._check_suspended(quarter)
        return action

    def _established(
        self,
        quarter: Quarter,
        determination: Determination,
        notes: tuple[str, ...],
        portion: Exact = 1,
        shares: dict[str, dict[str, Exact]] | None = None,
    ) -> Ledger:
        if portion != 1:
            notes += (f"For a portion of the year: {portion} of its allotments.",)
        step = 0 if portion == 1 else len(self.steps) + 1
        after, made = _opened(self.position, determination, self.readings, portion, step)
        after = replace(after, proportionate_shares=dict(shares or {}))
        paragraph = "359c(g)(1)(B), (3)" if made else "359c(g)(1)(B)"
        return self._estimated(
            "established", paragraph, after, (*notes, *made), determination, quarter
        )

    def _suspended(
        self, quarter: Quarter, determination: Determination, notes: tuple[str, ...]
    ) -> Ledger:
        before = self.position
        if before.held_by:
            kind, paragraph = "suspended", "359c(g)(1)(C)"
        elif any(step.after.held_by for step in self.steps):
            kind, paragraph = "still suspended", "359c(g)(1)(C)"
        else:
            kind, paragraph = "not established", "359b(b)(1)"
        after = suspended(before)
        return self._estimated(kind, paragraph, after, notes, determination, quarter)

    def _estimated(
        self,
        kind: str,
        paragraph: str,
        after: LedgerPosition,
        notes: tuple[str, ...],
        determination: Determination,
        quarter: Quarter,
    ) -> Ledger:
        return self._with(
            kind,
            paragraph,
            after,
            notes,
            determination=determination,
            estimates=_estimates(determination),
            period=quarter,
        )


def open_ledger(  # noqa: PLR0913 -- each point that the Act leaves open is a keyword
    determination: Determination,
    *,
    deductions: Any = None,
    proportionate_shares: Any = None,
    unmet_deduction: UnmetDeduction = "forgiven",
    reassigned_change_with: ChangeWith = "nothing",
    shares_follow_reassignments: bool = True,
    deduct_in_same_year: bool = False,
    raise_cures_excess: bool = False,
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
        From :func:`~allotments.act1990.determine`, with allotments or without; or the notice or
        inputs of one.
    deductions
        :attr:`Ledger.deductions` of the year before: by ``"beet"`` and State, processors and what
        is to be deducted. One of a processor without an allocation is carried on. Exact.
        [short tons, raw value]
    proportionate_shares
        By State, a mapping of farms to shares, such as the ``shares`` of
        :func:`~allotments.act1990.proportionate_shares`; they change with the State's allotment.
        None where no allotments are required. Exact. [acres]
    unmet_deduction
        What of a deduction exceeds the allocation: ``"forgiven"``, or ``"carried_forward"`` to the
        one established after it. The Act does not say; it sets no allocation below zero.
    reassigned_change_with
        With whose allotment a reassigned quantity changes in a re-estimate. The words of 359c(g)(2)
        are of allocations "under section 359d": by default with ``"nothing"``, and it stays, or all
        that there is where it is less. By other readings with the ``"giver"``'s, wherever the
        quantity is; or, as "each allocation", with the ``"receiver"``'s, and what went to imports
        stays: then allotments and imports need not add up to the overall quantity, 359c(c), (e).
    shares_follow_reassignments
        Whether proportionate shares change with an allotment that a reassignment changes, for
        359c(g)(2) speaks of "any" change; or in re-estimates alone.
    deduct_in_same_year
        Whether an excess of this year is deducted from whole-year allotments that are established
        again in it, as 359c(g)(3) can be read; by default it is not, because the year's marketings
        count against them. Either way no sugar is deducted twice.
    raise_cures_excess
        Whether an allotment that is raised later in the year leaves of an excess only what is then
        marketed beyond the raised allocation; the words of 359c(g)(3) do not say so.

    Raises
    ------
    InvalidInput
        If names or numbers are refused, or shares where no allotments are required.
    TypeError
        If *determination* is something else.

    Notes
    -----
    Secs. 359b(b)(1), 359c(a), 359d(a)(1); 359c(g)(3) for the deductions.
    """
    determination = determination_of("determination", determination, "1990")
    check_choice("unmet_deduction", unmet_deduction, get_args(UnmetDeduction))
    check_choice("reassigned_change_with", reassigned_change_with, get_args(ChangeWith))
    readings = Readings(
        unmet_deduction,
        reassigned_change_with,
        shares_follow_reassignments,
        deduct_in_same_year,
        raise_cures_excess,
    )
    for name in ("shares_follow_reassignments", "deduct_in_same_year", "raise_cures_excess"):
        check_kind(name, getattr(readings, name), bool, "True or False")
    shares = _shares_of_farms(proportionate_shares, determination.inputs)
    before = before_opening(deductions, determination.inputs.fiscal_year, check_group)
    kind, paragraph, after = "not established", "359b(b)(1)", before
    made: tuple[str, ...] = ()
    if determination.allotments_required:
        kind, paragraph = "established", "359c(a), 359d(a)(1)"
        after, made = _opened(before, determination, readings)
        after = replace(after, proportionate_shares=shares)
        paragraph += ", 359c(g)(3)" if made else ""
    elif shares:
        fault = (
            "proportionate_shares: found some, expected none where no allotments are required; "
            "Ledger.established takes them"
        )
        raise InvalidInput([fault])
    step = LedgerStep(
        kind=kind,
        period="October",
        paragraph=paragraph,
        determination=determination,
        before=before,
        after=after,
        estimates=_estimates(determination),
        notes=made,
    )
    return Ledger((step,), readings)


def _opened(
    before: LedgerPosition,
    determination: Determination,
    readings: Readings,
    portion: Exact = 1,
    step: int = 0,
) -> tuple[LedgerPosition, tuple[str, ...]]:
    """Return the position that a determination establishes, and notes of deductions made."""
    whole = _as_required(determination)
    processors = whole.processors or {}
    allocations = {
        group: {name: quantity * portion for name, quantity in names.items()}
        for group, names in processors.items()
    }
    allotments = {group: _allotment(whole, group) * portion for group in processors}
    year = determination.inputs.fiscal_year
    spared = not step and not readings.deduct_in_same_year
    return with_allotments(
        before,
        allotments,
        allocations,
        marketed_in=(year, step),
        unmet=readings.unmet_deduction,
        not_due=[when for years in before.owed.values() for when in years if when[0] == year]
        if spared
        else (),
    )


def _as_required(determination: Determination) -> Determination:
    """Return what a determination allots, even where its estimates require nothing.

    The Secretary may establish and adjust allotments in the course of the year all the same. How
    large they are does not depend on the production estimated, but whether they are required does.
    """
    if determination.allotments_required:
        return determination
    return determine(determination.inputs.replace(estimates={"production": LARGEST_QUANTITY}))


def _allotment(determination: Determination, group: str) -> Exact:
    """Return a group's allotment; that of a State without one is what its processors have."""
    if group == BEET:
        return (determination.sectors or {})[BEET]
    own = (determination.states or {}).get(group)
    return sum((determination.processors or {})[group].values()) if own is None else own


def _ratios(
    position: LedgerPosition, old: Determination, new: Determination
) -> dict[str, Fraction]:
    """Return the ratio of each group's allotment in two determinations.

    A State without an allotment of its own goes by the cane sugar allotment.
    """
    both = _as_required(old), _as_required(new)
    first, second = (
        {group: _pair(group, one, *both) for group in position.allotments} for one in both
    )
    return ratios_of(first, second, position.allotments)


def _pair(group: str, one: Determination, *both: Determination) -> Exact:
    if all(group in (determination.states or {}) for determination in both):
        return (one.states or {})[group]
    return (one.sectors or {})[BEET if group == BEET else CANE]


def _processors(inputs: Inputs) -> dict[str, Any]:
    """Return the processors of beets and of each State, whether allotments are required or not."""
    groups: dict[str, Any] = {**inputs.recorded.processors, **inputs.processor_criteria}
    return {group: processors for group, processors in groups.items() if processors}


def _shares_of_farms(given: Any, inputs: Inputs) -> dict[str, dict[str, Exact]]:
    return shares_of_farms(given, _processors(inputs), "359f(b)(1)(A)")


def _estimates(determination: Determination) -> str:
    """Return what the estimates lead to."""
    note = f"Estimated imports {grouped(determination.imports)} short tons"
    if determination.overall_allotment_quantity is not None:
        note += f"; overall allotment quantity {grouped(determination.overall_allotment_quantity)}"
    return f"{note}."
