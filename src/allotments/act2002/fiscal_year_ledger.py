"""A fiscal year's ledger: allotments changed, reassigned, transferred, suspended, shared anew.

Agricultural Adjustment Act of 1938, secs. 359c(g), 359d(b), 359e, 359f(c) and 359g (7 U.S.C. 1359cc
to 1359gg) as rewritten in 2002 and amended to date. Each method returns a new ledger with one more
step. What the Act leaves open is chosen once, when the ledger is opened.

What an announcement does not divide is held by one recipient, ``"not divided"``: of beet, of a
State, or of ``"cane"`` where States are not known.
"""

# ruff: noqa: D417 -- what "when" is the class tells once
from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any, Literal, NamedTuple, TypeAlias, get_args

from allotments.act2002.amendments import in_force, paragraph
from allotments.act2002.determination import Determination, remarks
from allotments.act2002.section_359c import (
    OFFSHORE_ALLOTMENT,
    OFFSHORE_STATES,
    Priority,
    deduction_from_next_allocation,
    raise_beet_allocations,
)
from allotments.act2002.section_359d import (
    allocate_to_new_beet_processor,
    allocate_to_new_cane_processor,
    allocate_to_new_state,
    distribute_terminated,
    transfer_allocation,
)
from allotments.act2002.section_359e import (
    Reading,
    reassign_beet_deficits,
    reassign_cane_deficits,
)
from allotments.core.errors import InvalidInput, check_choice, check_kind
from allotments.determination import determination_of, determine
from allotments.formulas.deficits import CCC, Flow
from allotments.inputs import check_group
from allotments.ledger.checked_quantities import (
    abilities,
    exact_quantity,
    given_quantities,
    quantities_by_name,
)
from allotments.ledger.fiscal_year import (
    BEET,
    CANE,
    YearLedger,
    before_opening,
    by_sector,
    carried_over,
    deficit_flows,
    differences,
    ratios_of,
    shares_of_farms,
    with_allotments,
)
from allotments.ledger.position import (
    Exact,
    LedgerPosition,
    Recipient,
    UnmetDeduction,
    changed,
    flows_of,
    moved,
    nested,
    own_allocations,
    redivided,
    suspended,
    with_entrants,
    with_own_allocations,
)
from allotments.ledger.steps import LedgerStep
from allotments.rounding import grouped

NOT_DIVIDED = "not divided"
_WITH_REASSIGNED = "State allotments: with what is reassigned in the same announcement."
_AS_ENACTED = 2002
_AGREED = "An agreed portion: until 2007 the Act knew the historical contribution alone."

Reason: TypeAlias = Literal["sale", "growers", "closure"]
"""Why an allocation moves: assets are sold, or growers deliver to another processor, of their own
will or after their factory was closed."""

ChangeWith: TypeAlias = Literal["nothing", "giver"]
"""With whose allotment a reassigned quantity changes: by both readings allotments add up."""


class Readings(NamedTuple):
    """What was chosen where the Act leaves a point open: see :func:`open_ledger`."""

    unmet_deduction: UnmetDeduction
    reassigned_change_with: ChangeWith
    shares_follow_reassignments: bool
    changes_of_2025_from: int


class Ledger(YearLedger):
    """A fiscal year's steps, from :func:`open_ledger` on; what the last one left is in force.

    Each method returns a ledger with one more step, with *when* it was taken, a date or another
    label. Names, numbers and totals that do not fit are refused with a ``ValueError``. The fields
    are frozen; the mappings in its steps are to be read and not changed: a step may share them with
    the next, and with another ledger.

    Attributes
    ----------
    steps : tuple of LedgerStep
        The opening first.
    readings : Readings
        The choices made in :func:`open_ledger`.
    """

    @property
    def _disaster(self) -> str:
        return paragraph("disaster", self._crop_year)

    @property
    def _crop_year(self) -> int:
        return int(self.determination.fiscal_year) - 1

    @property
    def sold_by_ccc(self) -> dict[str, Exact]:
        """What CCC sells in the place of beet and of cane processors. [short tons, raw value]."""
        return by_sector(self.position.gone.get(CCC, {}))

    def adjusted(
        self,
        *,
        overall_allotment_quantity: int | None = None,
        estimates: Any = None,
        marketed: Any = None,
        available_sugar: Any = None,
        in_proportion_to: Priority = "allocations",
        when: str = "",
    ) -> Ledger:
        """Return the ledger after a re-estimate that increases or decreases the overall quantity.

        Every allocation and proportionate share changes by the percentage by which its allotment
        does; the offshore States' 325,000 do not change, whoever holds them. With what went to
        imports and to CCC the allotments add up to the overall quantity, 359c(c). On an increase,
        from crop year 2025 on, beet processors with available sugar come first.

        Parameters
        ----------
        overall_allotment_quantity, estimates
            As of :class:`Inputs`; what is not given stays.
        marketed
            By group and processor, what was marketed in the fiscal year so far. What exceeds the
            allocation of an allotment that is reduced is owed, once in a year. Not negative, exact.
            [short tons, raw value]
        available_sugar
            By beet processor, what it could market beyond its allocation; who is not named, none.
            Called for where the priority applies, and only there. [the same]
        in_proportion_to
            As for :func:`~allotments.act2002.raise_beet_allocations`. Deficits are still shared by
            the allocations of the initial determination, changed by one percentage.

        Notes
        -----
        Sec. 359c(g)(1), (2), (3). That a quantity is below the minimum of (1)(B) is noted.
        """
        self._check_in_force(when)
        old, quantity = self.determination, overall_allotment_quantity
        given = {"overall_allotment_quantity": quantity, "estimates": estimates}
        new = determine(old.inputs.replace(**{k: v for k, v in given.items() if v is not None}))
        ratios = self._ratios(new)
        after = changed(
            self.position,
            ratios,
            self.readings.reassigned_change_with,
            shares_follow=self.readings.shares_follow_reassignments,
        )
        able = self._available(available_sugar, ratios[BEET])
        priority = self._priority(after, able, in_proportion_to) if able is not None else ()
        after = _by_priority(after, priority)
        sold, now = given_quantities("marketed", marketed, self.allocations), after.in_force
        excesses = {p: deduction_from_next_allocation(q, now[p]) for p, q in sold.items()}
        after, beyond = carried_over(after, excesses, ratios)
        less = new.overall_allotment_quantity - old.overall_allotment_quantity
        return self._with(
            "increased" if less > 0 else "decreased" if less < 0 else "re-estimated",
            "359c(g)(1), (2)" + ", (2)(B)" * (able is not None) + ", (3)" * bool(beyond),
            after,
            (*differences(old.inputs, new.inputs), *remarks(new.figures, new.fiscal_year), *beyond),
            determination=new,
            flows=priority,
            estimates=_estimates(new),
            when=when,
        )

    def deficits_reassigned(
        self, supply: Any, *, sold_by_ccc: Any = None, reading: Reading = "shares", when: str = ""
    ) -> Ledger:
        """Return the ledger once deficits have gone to others, to CCC's sales, and to imports.

        Parameters
        ----------
        supply
            For ``"beet"``, or all the cane States, or both, a mapping of every processor to the
            sugar that it can market in the fiscal year; how much of a deficit is reassigned at a
            time is CCC's to say, and the supply to state accordingly. A number instead of the
            mapping is divided among the processors in proportion to their allocations in force: an
            assumption, and noted as one. Sugar whose supply is not given stays where it is. Not
            negative, exact. [short tons, raw value]
        sold_by_ccc
            The most that CCC sells from inventory, by ``"beet"`` and ``"cane"``. [the same]
        reading
            As for :func:`~allotments.act2002.reassign_cane_deficits`.

        Notes
        -----
        Sec. 359e(b). Imports are of raw cane sugar from crop year 2008 on. Deficits are shared by
        the allocations and allotments of the initial determination.
        """
        self._check_in_force(when)
        able, notes = abilities(
            supply,
            self.allocations,
            whole=[g for g in self.allocations if g != BEET],
            name="supply",
        )
        ccc = quantities_by_name(
            "sold_by_ccc", {} if sold_by_ccc is None else sold_by_ccc, (BEET, CANE)
        )

        def by(reassign: Any, sector: str) -> Any:
            return lambda now, able, initial: reassign(
                now, able, initial=initial, sold_by_ccc=ccc.get(sector, 0), reading=reading
            )

        flows = deficit_flows(
            self.position, able, by(reassign_beet_deficits, BEET), by(reassign_cane_deficits, CANE)
        )
        after = moved(self.position, flows, shares_follow=self.readings.shares_follow_reassignments)
        return self._with("deficits reassigned", "359e(b)", after, notes, flows=flows, when=when)

    def transferred(  # noqa: PLR0913 -- each is one of the Act's own terms
        self,
        group: str,
        seller: str,
        buyer: str,
        *,
        share: Any = None,
        quantity: Any = None,
        reason: Reason = "sale",
        when: str = "",
    ) -> Ledger:
        """Return the ledger once a processor's allocation, or a part of it, is another's.

        Parameters
        ----------
        group
            ``"beet"``, or the State of both.
        seller, buyer, share, quantity
            As for :func:`~allotments.act2002.transfer_allocation`. Exact.
        reason
            ``"sale"``; or growers take a quantity along: ``"growers"`` of cane who change mills,
            that of :func:`~allotments.act2002.mill_transfer`; after a ``"closure"`` growers of the
            factory what it made of their crops.

        Notes
        -----
        Sec. 359d(b)(1)(F), (b)(2)(F), (G), (H)(iii), until 2007 (I); 359f(b), until 2007 (c)(8);
        359g(d). A quantity that the two agreed upon for a part of a seller's factories is noted
        until 2007: then the Act knew the historical contribution alone.
        """
        check_choice("reason", reason, get_args(Reason))
        given = {"share": share, "quantity": quantity}
        part = {name: exact_quantity(name, q) for name, q in given.items() if q is not None}
        now = self._recipients(group, when)
        after = transfer_allocation(now, seller, buyer, **part)
        if group != BEET:
            cited = {
                "sale": "359d(b)(1)(F)",
                "growers": "359g(d)",
                "closure": paragraph("closed cane factory", self._crop_year),
            }[reason]
        elif reason != "sale":
            cited = "359f(b)"
        elif not part:
            cited = "359d(b)(2)(F)"
        elif buyer in now:
            cited = "359d(b)(2)(G)"
        else:
            cited = paragraph("beet factory with history", self._crop_year)
        agreed = group == BEET and reason == "sale" and quantity is not None
        notes = (_AGREED,) if agreed and in_force(self._crop_year).amended == _AS_ENACTED else ()
        return self._redivided("transferred", cited, group, after, when, notes)

    def terminated(self, group: str, processor: str, *, when: str = "") -> Ledger:
        """Return the ledger once a processor has terminated for good: the others have its part.

        Parameters
        ----------
        group
            ``"beet"``, or the processor's State.
        processor
            It stays in the ledger, with nothing.

        Notes
        -----
        Sec. 359d(b)(2)(E); 7 CFR 1435.307(d), of cane processors too.
        """
        after = distribute_terminated(self._recipients(group, when), processor)
        cited = "359d(b)(2)(E)" if group == BEET else "359d(b)(1), 7 CFR 1435.307(d)"
        return self._redivided("terminated", cited, group, after, when)

    def entered(
        self, group: str, processors: Any, *, first_crop_year: bool = True, when: str = ""
    ) -> Ledger:
        """Return the ledger with new processors, in a new State or not: all others give pro rata.

        Parameters
        ----------
        group
            ``"beet"``, or their State: a mainland State that has no allotment is given one.
        processors
            A mapping of the new processors to their allocations. Not negative, exact. [short tons,
            raw value]
        first_crop_year
            Of cane processors: in their first crop year they have at most 50,000 each.

        Notes
        -----
        Sec. 359d(b)(1)(E), (b)(2)(H)(ii), until 2007 (i); by the exception of (ii) then a factory
        last run in 1997 has :func:`~allotments.act2002.least_allocation_of_reopened_factory`. The
        others give of their own allotments and allocations; what was reassigned to them stays.
        """
        check_kind("group", group, str, "'beet' or a State")
        self._check_in_force(when)
        new = quantities_by_name("processors", processors, None)
        # Each new one is checked by itself; what the others give is for all of them together.
        given = {group: sum(new.values())}
        others = nested(own_allocations(self.position)).get(group)
        if others is None:
            given = self._given_to_new_state(group, new, first_crop_year=first_crop_year)
            cited = "359d(b)(1)(E)(iv)"
        elif group == BEET:
            for name, quantity in new.items():
                allocate_to_new_beet_processor(others, name, quantity)
            cited = paragraph("new beet factory", self._crop_year)
        else:
            for name, quantity in new.items():
                allocate_to_new_cane_processor(
                    others, name, quantity, first_crop_year=first_crop_year
                )
            cited = "359d(b)(1)(E)(i)"
        after, flows = with_entrants(
            self.position,
            group,
            new,
            given,
            shares_follow=self.readings.shares_follow_reassignments,
        )
        return self._with("entered", cited, after, flows=flows, when=when)

    def revised(
        self, *, allocations: Any = None, proportionate_shares: Any = None, when: str = ""
    ) -> Ledger:
        """Return the ledger with allocations or proportionate shares revised; allotments stay.

        Parameters
        ----------
        allocations
            By group and processor, allocations as the Secretary revises them; others stay. Those of
            a group add up to as much as before. Exact. [short tons, raw value]
        proportionate_shares
            As for :func:`open_ledger`; they take the place of each State's.

        Notes
        -----
        Sec. 359g(c): on the same basis as at first.
        """
        self._check_in_force(when)
        cited = paragraph("shares", self._crop_year)
        shares = shares_of_farms(proportionate_shares, self.allocations, cited)
        new = given_quantities("allocations", allocations, self.allocations)
        return self._revised({}, new, shares, when)

    def suspended(self, *, when: str = "") -> Ledger:
        """Return the ledger with allotments suspended: no limits, no allocations, no shares.

        Whether they are to be is for :func:`~allotments.act2002.imports_require_suspension` to say.
        Deductions stay, for the allocations next established.

        Raises
        ------
        InvalidInput
            If no allotments are in force, or from crop year 2008 on, when nothing suspends them.

        Notes
        -----
        Sec. 359c(h) of 2002 to 2007.
        """
        self._check_in_force(when)
        if not in_force(self._crop_year).deducts_imports:
            found = f"found fiscal year {self.determination.fiscal_year}"
            raise InvalidInput([f"suspended: {found}, expected one of 2003 to 2008, 359c(h)"])
        return self._with("suspended", "359c(h)", suspended(self.position), when=when)

    def reestablished(self, *, when: str = "") -> Ledger:
        """Return the ledger with suspended allotments in force again, as they were before.

        Whatever was re-estimated in the meantime :meth:`adjusted` takes afterwards.

        Raises
        ------
        InvalidInput
            If allotments are in force.

        Notes
        -----
        Sec. 359c(h) of 2002 to 2007: they are suspended "until such time as" imports are no longer
        above 1,532,000. That what was reassigned or transferred before stays so is **inferred**.
        """
        self._check_suspended(when)
        return self._with("re-established", "359c(h)", self.steps[-1].before, when=when)

    def _recipients(self, group: str, when: str) -> Any:
        self._check_in_force(when)
        check_choice("group", group, self.allocations)
        return self.allocations[group]

    def _given_to_new_state(
        self, state: str, new: Mapping[str, Exact], *, first_crop_year: bool
    ) -> dict[str, Exact]:
        """Return what each mainland State gives of its own allotment, 359c(e)(3)."""
        apart = (BEET, CANE, *OFFSHORE_STATES)
        own = self.position.initial_allotments
        mainland = {group: whole for group, whole in own.items() if group not in apart}
        if not mainland or own.get(CANE, 0) > OFFSHORE_ALLOTMENT:
            raise InvalidInput(
                ["group: found a new State, expected the allotments of all mainland States, known"]
            )
        reduced = allocate_to_new_state(
            mainland,
            state,
            sum(new.values()),
            first_crop_year=first_crop_year,
            processors=len(new),
        )
        return {group: whole - reduced[group] for group, whole in mainland.items()}

    def _redivided(
        self,
        kind: str,
        cited: str,
        group: str,
        after: Mapping[str, Exact],
        when: str,
        notes: tuple[str, ...] = (),
    ) -> Ledger:
        position, flows = redivided(self.position, {(group, n): q for n, q in after.items()})
        return self._with(kind, cited, position, notes, flows=flows, when=when)

    def _ratios(self, new: Determination) -> dict[str, Fraction]:
        """Return the ratio in which each group's allotment changes; new States' as the others'."""
        now = self.position.allotments
        old, after = (
            dict.fromkeys(now, one.sectors[CANE] if one.states_after_reassignment else one.mainland)
            | _divided(one)[0]
            for one in (self.determination, new)
        )
        return ratios_of(old, after, now)

    def _available(self, given: Any, ratio: Fraction) -> Mapping[str, Exact] | None:
        """Return the sugar that beet processors have available; ``None`` without priority."""
        year = self.determination.fiscal_year - 1
        law = in_force(year, changes_of_2025_from=self.readings.changes_of_2025_from)
        names = self.allocations[BEET]
        applies = law.beet_priority and ratio > 1 and len(names) > 1
        if applies is (given is None):
            found, expected = "missing", "what each beet processor could market beyond its own"
            if not applies:
                found, expected = "found some", "none but for an increase from crop year 2025 on"
            raise InvalidInput([f"available_sugar: {found}, expected {expected}, 359c(g)(2)(B)"])
        if given is None:
            return None
        return dict.fromkeys(names, 0) | quantities_by_name("available_sugar", given, names)

    def _priority(
        self, uniform: LedgerPosition, able: Mapping[str, Exact], in_proportion_to: Priority
    ) -> Any:
        """Return what moves from those without available sugar, against a uniform increase."""
        before, same = self.allocations[BEET], uniform.allocations[BEET]
        first = raise_beet_allocations(
            before,
            sum(same.values()) - sum(before.values()),
            able,
            crop_year=self.determination.fiscal_year - 1,
            changes_of_2025_from=self.readings.changes_of_2025_from,
            in_proportion_to=in_proportion_to,
        )
        change: dict[Recipient, Exact] = {(BEET, n): first[n] - q for n, q in same.items()}
        return flows_of(change, "priority")


def _by_priority(position: LedgerPosition, flows: Iterable[Flow]) -> LedgerPosition:
    """Return the position once allocations themselves have changed by flows.

    What was reassigned stays, and so do the initial shares that deficits go by.
    """
    own = own_allocations(position)
    for flow in flows:
        own[flow.from_] -= flow.quantity
        own[flow.to] += flow.quantity
    after, _ = with_own_allocations(position, own, "priority")
    return replace(after, initial=position.initial, initial_allotments=position.initial_allotments)


def open_ledger(  # noqa: PLR0913 -- each point that the Act leaves open is a keyword
    determination: Any,
    *,
    deductions: Any = None,
    proportionate_shares: Any = None,
    unmet_deduction: UnmetDeduction = "forgiven",
    reassigned_change_with: ChangeWith = "nothing",
    shares_follow_reassignments: bool = True,
    changes_of_2025_from: int = 2025,
    when: str = "",
) -> Ledger:
    """Return the ledger of a fiscal year, opened with its initial determination.

    >>> import allotments
    >>> ledger = open_ledger(allotments.load("fy2009"))
    >>> ledger = ledger.deficits_reassigned({"beet": 4_652_665}, when="May 2009")
    >>> ledger.reassigned_to_imports["beet"]
    Fraction(396145, 2)

    Parameters
    ----------
    determination
        From :func:`allotments.determine`, or the notice or inputs of one.
    deductions
        :attr:`Ledger.deductions` of the year before: by ``"beet"`` and State, processors and what
        is to be deducted. One of a processor without an allocation is carried on. Exact.
        [short tons, raw value]
    proportionate_shares
        By State, a mapping of farms to shares; they change with the State's allotment. Exact.
        [acres]
    unmet_deduction
        What of a deduction exceeds the allocation: ``"forgiven"``, or ``"carried_forward"`` to the
        one established after it. The Act does not say; it sets no allocation below zero.
    reassigned_change_with
        With whose allotment a reassigned quantity changes in a re-estimate. The words of 359c(g)(2)
        are of allocations "under section 359d": by default with ``"nothing"``, and it stays, or all
        that there is where it is less, as in fiscal year 2006; by another reading with the
        ``"giver"``'s, wherever it is. By the receiver's, a reading of the Act of 1990, the
        allotments would not add up to the overall quantity, 359c(c).
    shares_follow_reassignments
        Whether proportionate shares change with an allotment that a reassignment changes, for
        359c(g)(2) speaks of "any" change; or in re-estimates alone.
    changes_of_2025_from
        As for :func:`~allotments.act2002.in_force`.
    when
        A date, or another label, to show with the step.

    Raises
    ------
    InvalidInput
        If names or numbers are refused, or an allocation is below zero.
    TypeError
        If *determination* is something else.

    Notes
    -----
    Secs. 359b(b)(1), 359c(a), 359d(a); 359c(g)(3) for the deductions.
    """
    determination = determination_of("determination", determination, "2002")
    check_choice("unmet_deduction", unmet_deduction, get_args(UnmetDeduction))
    check_choice("reassigned_change_with", reassigned_change_with, get_args(ChangeWith))
    year = determination.fiscal_year
    in_force(year - 1, changes_of_2025_from=changes_of_2025_from)
    before = before_opening(deductions, year, lambda g: g if g == CANE else check_group(g))
    after, made = with_allotments(
        before, *_divided(determination), marketed_in=(year, 0), unmet=unmet_deduction
    )
    shares = shares_of_farms(proportionate_shares, after.allotments, paragraph("shares", year - 1))
    step = LedgerStep(
        kind="established",
        period="",
        when=when,
        paragraph="359c(a), 359d(a)" + ", 359c(g)(3)" * bool(made),
        determination=determination,
        before=before,
        after=replace(after, proportionate_shares=shares),
        estimates=_estimates(determination),
        notes=(
            *remarks(determination.figures, year),
            *[_WITH_REASSIGNED] * bool(determination.states_after_reassignment),
            *made,
        ),
    )
    readings = Readings(
        unmet_deduction, reassigned_change_with, shares_follow_reassignments, changes_of_2025_from
    )
    return Ledger((step,), readings)


def _divided(
    determination: Determination,
) -> tuple[dict[str, Exact], dict[str, dict[str, Exact]]]:
    """Return the allotment of each group, and the allocations of its processors."""
    processors = determination.processors or {}
    states = determination.states_after_reassignment or determination.states or {}
    states = {g: sum(names.values()) for g, names in processors.items() if g != BEET} | states
    rest = _with_rest(states, determination.sectors[CANE]).get(NOT_DIVIDED)
    allotments = {BEET: determination.sectors[BEET], **states, **({CANE: rest} if rest else {})}
    return allotments, {g: _with_rest(processors.get(g, {}), q) for g, q in allotments.items()}


def _with_rest(names: Mapping[str, Exact], whole: Exact) -> dict[str, Exact]:
    """Return the parts of a whole, and what is not known of them if it is more than rounding."""
    rest = whole - sum(names.values())
    return {**names, NOT_DIVIDED: rest} if rest > len(names) or not names else dict(names)


def _estimates(determination: Determination) -> str:
    quantity = grouped(determination.overall_allotment_quantity)
    return f"Overall allotment quantity {quantity} short tons."
