"""The checks of printed figures: what each can be computed from, and how that ends.

There are no tolerances: half a unit of a printed measurement's last digit is the only play there
is. Where a notice file names a misprint, what was meant is computed with, and the misprint proved.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal, TypeAlias

from allotments.acts import act_of
from allotments.core.cached import cached_property
from allotments.core.errors import InvalidInput
from allotments.core.printed_number import QUANTITY_UNITS, PrintedNumber
from allotments.figures import ranges
from allotments.figures.division import whole_of
from allotments.figures.evaluation import evaluate
from allotments.figures.figure import Exact, Figure, Key, Range, Rule
from allotments.notices import Notice, PrintedFigure, Supposition, check_notice
from allotments.printed_place import Place, Sum
from allotments.rounding import half_up as rounded

Kind: TypeAlias = Literal["formula", "constant", "sum", "repeat", "misprint"]
Status: TypeAlias = Literal[
    "recorded", "reproduced", "within rounding", "misprint", "does not close", "contradicted"
]
STATUSES: tuple[Status, ...] = (
    "recorded",
    "reproduced",
    "within rounding",
    "misprint",
    "does not close",
    "contradicted",
)
HOLDS = ("reproduced", "within rounding")
"""The statuses of checks that hold."""
PRINT_RULES = {"half_up": "half up", "remainder": "the remainder"}
"""How parts of a whole go to print: each half up, or the last as what the others leave of it."""
_NO_KEY = Key("")
_ENOUGH = 2  # independent checks that prove a misprint

# What a figure is an occurrence of: its path, what it holds under, what it is for, what it counts.
_Occurrence: TypeAlias = tuple[str, Hashable, Hashable, str]
_Printed: TypeAlias = tuple[str, PrintedNumber]
# Of each figure the first print, and the first in each unit with as many digits.
_Earlier: TypeAlias = dict[Hashable, _Printed]


@dataclass(frozen=True, slots=True)
class Check:
    """One computation of a printed figure, and the status that it ends in.

    Attributes
    ----------
    kind : str
        ``"formula"``, ``"constant"`` of the library, ``"sum"``, ``"repeat"``, or ``"misprint"``:
        the proof that one is.
    status : str
        One of ``STATUSES`` but for ``"recorded"``.
    computed : Fraction, optional
        Exact; nothing where what was printed is not established at all. [short tons or ratio]
    source : str
        The paragraph of the Act, the rows added up, or the place of the earlier occurrence.
    span : tuple, optional
        The exact range of the computed figure, for ``within rounding``. [as *computed*]
    inferred : str
        What the computation assumes that no source states; mostly empty.
    print_rules : tuple of str
        Under which of ``PRINT_RULES`` it holds, where they may differ.
    candidates : tuple
        Of a sum that does not come out: each figure in it, and what would make it come out.
    reason : str
        Why a sum that does not close is left to stand, or why a figure is taken for a misprint.
    as_meant : tuple of str
        The misprinted figures that it takes as they were meant.
    relation : hashable
        What is held against what: equal for checks that are not independent of each other.
    """

    kind: Kind
    status: Status
    computed: Exact | None
    source: str
    span: Range | None = None
    inferred: str = ""
    print_rules: tuple[str, ...] = ()
    candidates: tuple[tuple[str, Exact], ...] = ()
    reason: str = ""
    as_meant: tuple[str, ...] = ()
    relation: Hashable = field(default=(), compare=False, repr=False)

    @property
    def said(self) -> str:
        """The source, and what is taken as it was meant."""
        with_ = f", with {', '.join(self.as_meant)} as meant" if self.as_meant else ""
        return f"{self.source}{with_}"


@dataclass(frozen=True, slots=True)
class Row:
    """One printed occurrence of a figure with its checks.

    Attributes
    ----------
    place : str
        Where the notice prints it.
    figure : str
        Its path in the determination; ``total.`` and a path for a printed sum of rows.
    printed : PrintedNumber
        The number with the digits that are printed, and its unit.
    checks : tuple of Check
        None where the notice prints nothing to compute it from.
    key : Key
        The figure's family, group, recipient and item.
    """

    place: str
    figure: str
    printed: PrintedNumber
    checks: tuple[Check, ...]
    key: Key = _NO_KEY

    @property
    def worst(self) -> Check | None:
        """The check that decides the row's status; of equal ones the first."""
        if not self.checks:
            return None
        return max(self.checks, key=lambda check: STATUSES.index(check.status))

    @property
    def status(self) -> Status:
        """The status of the worst check, or ``"recorded"``."""
        return self.worst.status if self.worst else "recorded"


def checked_rows(notice: Notice) -> list[Row]:
    """Return every printed occurrence of a figure with its checks, in the order of the notice."""
    rows = list(_rows(notice))
    for position, figure in enumerate(notice.figures()):
        if figure.number.meant is not None:
            rows = _with_misprint(rows, position, _tried_as_printed(notice, figure))
    return rows


def exact_ranges(notice: Notice) -> dict[str, Range]:
    """Return the exact range of every computed figure that printed measurements move.

    >>> import allotments
    >>> least, greatest = exact_ranges(allotments.load("fy1995"))["restraint.beet"]
    >>> round(float(least), 1), round(float(greatest), 1)
    (143683.4, 145254.7)

    Parameters
    ----------
    notice
        Its criteria move within half a unit of the last digit that it prints of each.

    Raises
    ------
    TypeError
        If *notice* is something else, such as its inputs.
    """
    check_notice(notice)
    return _Computation(notice, frozenset()).ranges


@dataclass(frozen=True)
class _Computation:
    """What the Act makes of a notice's figures under one supposition, each part when asked for."""

    notice: Notice
    supposition: Supposition

    @cached_property
    def rules(self) -> dict[str, Rule]:
        return {rule.key.path: rule for rule in self.notice.rules}

    @property
    def figures(self) -> Mapping[str, Figure]:
        return self.notice.evaluated(self.supposition)

    @cached_property
    def half_units(self) -> dict[str, Fraction]:
        """Half a unit of each measurement, and of what is printed with a resolution."""
        families = act_of(self.notice).families
        halves: dict[str, Fraction] = {}
        for figure in self.notice.figures():
            family, number = families.get(figure.key.family), figure.number
            moves = number.resolution is not None or (family is not None and family.measured)
            if moves and not self.notice.printed[figure.block].supposed:
                halves.setdefault(figure.path, number.step / 2)
        return halves

    @cached_property
    def ranges(self) -> dict[str, Range]:
        return ranges.exact_ranges(self.rules.values(), self.figures, self.half_units)

    @cached_property
    def moving(self) -> dict[str, Range]:
        """The ranges of measurements, and of what is computed from them."""
        return ranges.measured(self.figures, self.half_units) | self.ranges

    def excluded(self, path: str) -> bool:
        """Return whether there can be no such figure, as its rule's condition does not hold."""
        rule = self.rules.get(path)
        if rule is None or rule.when is None or rule.when[0] not in self.figures:
            return False
        name, holds = rule.when
        alone = act_of(self.notice).families[rule.key.family].may_stand_alone
        return not alone and not holds(self.figures[name].value)

    @cached_property
    def supposed(self) -> set[str]:
        """The paths of figures that what is supposed changes."""
        changed = {key.path for key, _ in self.supposition}
        for path, rule in self.rules.items():
            if not changed.isdisjoint((*rule.operands, rule.part_of)):
                changed.add(path)
        return changed


@dataclass(frozen=True)
class _AtPlace:
    """What the figures at one place are held against, beside what was printed before."""

    block: Place
    computation: _Computation
    figures: Mapping[str, Figure]
    """By path, those of the place's own rules among them."""
    own_rules: Mapping[str, Rule]
    numbers: Mapping[str, PrintedNumber]
    """By label, as they were meant."""
    paths: Mapping[str, str]
    """By label."""

    def span(self, path: str) -> Range | None:
        """Return the exact range of a computed figure, if anything that is printed moves it."""
        if path not in self.own_rules:
            return self.computation.ranges.get(path)
        own, moving = self.own_rules.values(), self.computation.moving
        return ranges.exact_ranges(own, self.figures, {}, moving).get(path)

    def occurrence(self, key: Key, number: PrintedNumber) -> _Occurrence:
        computation = self.computation
        under = computation.supposition if key.path in computation.supposed else frozenset()
        return key.path, under, self.block.context(key), _counts(number)


def _rows(notice: Notice) -> Iterator[Row]:
    computations: dict[Supposition, _Computation] = {}
    earlier: _Earlier = dict(_before(notice))
    for block in notice.printed:
        supposition = frozenset(block.supposed.items())
        computation = computations.setdefault(supposition, _Computation(notice, supposition))
        rules = list(block.rules(notice.named))
        printed = list(block.figures())
        at = _AtPlace(
            block,
            computation,
            evaluate(rules, {}, made=computation.figures),
            {rule.key.path: rule for rule in rules},
            {label: number.as_meant for _, number, label in printed},
            {label: key.path for key, _, label in printed},
        )
        sums: dict[str, list[Sum]] = {}
        for one in block.sums(notice.named):
            sums.setdefault(one.label, []).append(one)
        found: dict[str, list[Check]] = {}
        for key, _, label in printed:
            meant = at.numbers[label]
            occurrence = at.occurrence(key, meant)
            added = [(_sum(one, at, earlier, occurrence), one) for one in sums.get(label, ())]
            tried = [
                *_one_of(_formula(key, label, at), [c for c, one in added if c and one.instead]),
                *(check for check, one in added if check and not one.instead),
                _repeat(earlier, occurrence, meant),
            ]
            earlier.setdefault(occurrence, (block.place, meant))
            earlier.setdefault(_as_fine(occurrence, meant), (block.place, meant))
            found[label] = [check for check in tried if check]
        relations = (check.relation for each in found.values() for check in each)
        added_up = {one for part in relations if isinstance(part, frozenset) for one in part}
        for key, number, label in printed:
            checks = found[label]
            if key.path not in added_up:
                checks += _beyond_its_whole(key, at.numbers[label], computation)
            checks += _not_needed(block, label, checks)
            yield Row(block.place, f"{label}{block.suffix}", number, tuple(checks), key)


def _one_of(formula: Check | None, instead: Sequence[Check]) -> list[Check]:
    """Return the first that holds of a formula and what may stand instead, or all that fail."""
    checks = [check for check in (formula, *instead) if check]
    return [check for check in checks if check.status in HOLDS][:1] or checks


def _as_fine(occurrence: _Occurrence, number: PrintedNumber) -> Hashable:
    return occurrence, number.unit, number.step


def _before(notice: Notice) -> Iterator[tuple[Hashable, _Printed]]:
    """Yield what the notice that this one follows prints, as what stood before."""
    if notice.followed is None:
        return
    printed, figures = notice.followed.printed, reversed(list(notice.followed.figures()))
    for figure in (one for one in figures if not printed[one.block].supposed):
        number = figure.number.as_meant  # the first of each comes last, and stays
        occurrence = f"before.{figure.path}", frozenset[object](), None, _counts(number)
        yield occurrence, (f"{notice.follows}, {figure.place}", number)
        yield _as_fine(occurrence, number), (f"{notice.follows}, {figure.place}", number)


def _counts(number: PrintedNumber) -> str:
    """Return what a number counts: its unit, unless that is one of the units of sugar."""
    return "sugar" if number.unit in QUANTITY_UNITS else number.unit


# Formulas.


def _formula(key: Key, label: str, at: _AtPlace) -> Check | None:
    """Return the check against the Act's formula, if the figure is one that the Act computes."""
    computation, figure, number = at.computation, at.figures.get(key.path), at.numbers[label]
    if figure is None:
        if not computation.excluded(key.path):
            return None
        reason = act_of(computation.notice).not_established
        return Check("formula", "contradicted", None, reason, relation=key.path)
    if figure.origin == "recorded":
        return _as_it_stood(key, number, computation.notice)
    supposed = any(key == one for one, _ in computation.supposition)
    if figure.origin == "input" and figure.computed is None and not supposed:
        return None
    signs = _signs(at, figure)
    return _added(figure, label, signs, at) if signs else _computed(figure, number, at)


def _computed(figure: Figure, number: PrintedNumber, at: _AtPlace) -> Check:
    value = figure.value if figure.computed is None else figure.computed
    kind: Kind = "constant" if figure.origin == "constant" else "formula"
    rules, relation = _print_rules(figure, value, number, at.computation)
    check = Check(
        kind, "reproduced", value, figure.paragraph, None, figure.inferred, relation=relation
    )
    if rules is None and number.rounds_to(value):
        return check
    if rules:
        named = f"{figure.paragraph}, {' or '.join(PRINT_RULES[rule] for rule in rules)}"
        return replace(check, source=named, print_rules=rules)
    span = _span(figure, value, number, at)
    within = span is not None and number.consistent_with(*span)
    return replace(check, status="within rounding" if within else "contradicted", span=span)


def _span(figure: Figure, value: Exact, number: PrintedNumber, at: _AtPlace) -> Range | None:
    """Return the exact range of a computed figure.

    That of a mere sum takes in what it is of printed figures, each rounded as finely as it.
    """
    span, rule = at.span(figure.path), at.computation.rules.get(figure.path)
    if rule is None or not rule.adds:
        return span
    families = act_of(at.computation.notice).families
    play = sum(families[at.figures[o].family].measured for o in figure.operands) * number.step / 2
    least, greatest = span or (value, value)
    return (min(least, value - play), max(greatest, value + play)) if play else span


def _as_it_stood(key: Key, number: PrintedNumber, notice: Notice) -> Check | None:
    """Return the check of what stood before against what was computed then, if not printed then."""
    then = key._replace(family=key.family.removeprefix("before."))
    if key not in notice.before or notice.followed is None or then in notice.followed.known:
        return None
    value = notice.before[key]
    status: Status = "reproduced" if number.rounds_to(value) else "contradicted"
    source = f"as computed for {notice.follows}"
    return Check("formula", status, value, source, relation=key.path)


def _print_rules(
    figure: Figure, value: Exact, number: PrintedNumber, computation: _Computation
) -> tuple[tuple[str, ...] | None, Hashable]:
    """Return under which print rules *number* is printed of a figure, and what that relates.

    Nothing where the print rules do not differ. What is the remainder alone is one check with the
    sum of the parts.
    """
    rule = computation.rules.get(figure.path)
    if rule is None or not rule.remainder:
        return None, figure.path
    parts = [computation.figures[path] for path in rule.remainder]
    whole, *others = (Fraction(computation.notice.known.get(o.key, o.value)) for o in parts)
    left = whole - sum(Fraction(rounded(one, number.step)) for one in others)
    holds = dict(zip(PRINT_RULES, (number.rounds_to(value), number.rounds_to(left)), strict=True))
    found = tuple(name for name, one in holds.items() if one)
    if found == ("remainder",):
        return found, frozenset((figure.path, *rule.remainder))
    return found, figure.path


def _signs(at: _AtPlace, figure: Figure) -> Sequence[int]:
    """Return the signs of printed figures that one is the mere sum of, so that any may be wrong."""
    rule = at.computation.rules.get(figure.path)
    if rule is None or not rule.adds:
        return ()
    known, operands = at.computation.notice.known, (at.figures[path] for path in rule.operands)
    return rule.adds * any(one.origin == "recorded" and one.key in known for one in operands)


def _added(figure: Figure, label: str, signs: Sequence[int], at: _AtPlace) -> Check:
    terms = [
        (path, at.figures[path].value, sign)
        for path, sign in zip(figure.operands, signs, strict=True)
    ]
    span = _span(figure, figure.value, at.numbers[label], at) or (figure.value, figure.value)
    relation = frozenset((figure.path, *figure.operands))
    check = Check("sum", "reproduced", figure.value, figure.paragraph, span, relation=relation)
    return _added_up(check, label, terms, at, rounds=True)


# Sums.


def _sum(one: Sum, at: _AtPlace, earlier: _Earlier, occurrence: _Occurrence) -> Check | None:
    """Return the check by addition; none where what is added was not printed before."""
    numbers, place = at.numbers, ""
    steps = [numbers[label].step for label in one.rounded if label in numbers]
    terms = [(label, numbers[label].amount, 1) for label in one.plus]
    terms += [(label, numbers[label].amount, -1) for label in one.minus]
    if one.before:
        found = earlier.get(_as_fine((one.before, *occurrence[1:]), numbers[one.label]))
        if found is None:
            return None
        place, whole = found
        terms.insert(0, (one.before, whole.amount, 1))
        steps += [whole.step] * (one.before in one.rounded)
    computed = Fraction(one.whole or 0) + sum(amount * sign for _, amount, sign in terms)
    play = sum(steps, Fraction(0)) / 2
    span = computed - play, computed + play
    source = one.source.replace("{place}", place)
    relation = frozenset((occurrence[0], *(at.paths.get(label, label) for label, _, _ in terms)))
    check = Check("sum", "reproduced", computed, source, span, relation=relation)
    coarsest = max((numbers[label].step for label, _, _ in terms if label in numbers), default=0)
    return _added_up(check, one.label, terms, at, rounds=numbers[one.label].step > coarsest > 0)


def _added_up(
    check: Check,
    label: str,
    terms: Sequence[tuple[str, Exact, int]],
    at: _AtPlace,
    *,
    rounds: bool,
) -> Check:
    """Return how a sum of signed *terms*, computed with its range, ends for a printed figure.

    That it *rounds* to the figure is enough where this is coarser than the terms.
    """
    number, computed, span = at.numbers[label], check.computed, check.span
    assert computed is not None
    assert span is not None
    if computed == number.amount or (rounds and number.rounds_to(computed)):
        return replace(check, span=None)
    moves = span[0] < span[1]
    if moves and number.consistent_with(*span):
        return replace(check, status="within rounding")
    missing = number.amount - computed
    needed = [(one, amount + missing * sign) for one, amount, sign in terms]
    reason = (at.block.does_not_close or {}).get(label, "")
    return replace(
        check,
        status="does not close" if reason else "contradicted",
        span=span if moves else None,
        candidates=(*needed, (label, computed)),
        reason=reason,
    )


def _not_needed(block: Place, label: str, checks: Sequence[Check]) -> list[Check]:
    """Return the contradiction of a figure that is named as one whose sum does not close."""
    if label not in (block.does_not_close or {}):
        return []
    sums = [check for check in checks if check.kind == "sum"]
    if any(check.status == "does not close" for check in sums):
        return []
    why = "its sum closes" if sums else "no sum is held against it"
    computed = sums[0].computed if sums else None
    return [Check("sum", "contradicted", computed, f"named under does_not_close, but {why}")]


def _beyond_its_whole(
    key: Key, number: PrintedNumber, computation: _Computation
) -> Iterator[Check]:
    """Yield the contradiction of recorded parts that exceed their whole, at the largest of them.

    Whether or not all of them are known, and beyond what their rounding explains.
    """
    figures = computation.figures
    part = figures.get(key.path)
    if part is None or part.origin != "recorded" or not part.part_of:
        return
    whole = whole_of(figures, part)
    parts = [one for one in figures.values() if one.part_of == part.part_of]
    largest = max(parts, key=lambda one: one.value)
    if whole is None or largest is not part:
        return
    _, most = computation.ranges.get(whole.path, (0, whole.value))
    computed = most - sum(one.value for one in parts if one is not part)
    if number.amount - computed > number.step * (len(parts) + 1) / 2:
        source = f"at most {whole.path}{', less its other parts' * (len(parts) > 1)}"
        relation = frozenset((whole.path, *(one.path for one in parts)))
        yield Check("sum", "contradicted", computed, source, relation=relation)


# Repeats.


def _repeat(earlier: _Earlier, occurrence: _Occurrence, number: PrintedNumber) -> Check | None:
    """Return the check against what was printed before: the same, or in its rounding the same."""
    first = earlier.get(occurrence)
    if first is None:
        return None
    checks = [_against(first, number, occurrence)]
    if (as_fine := earlier.get(_as_fine(occurrence, number))) not in (None, first):
        assert as_fine is not None
        checks.append(_against(as_fine, number, occurrence))
    return max(checks, key=lambda check: STATUSES.index(check.status))


def _against(printed: _Printed, number: PrintedNumber, occurrence: _Occurrence) -> Check:
    place, first = printed
    relation = (occurrence, place)
    check = Check(
        "repeat", "contradicted", first.amount, f"printed before: {place}", relation=relation
    )
    if (first.unit, first.step) == (number.unit, number.step):
        same = first.amount == number.amount
    else:
        same = number.rounds_to(first.amount) or first.rounds_to(number.amount)
        if not same and number.overlaps(first):
            return replace(check, status="within rounding", span=first.interval)
    return replace(check, status="reproduced") if same else check


# Misprints.


def _tried_as_printed(notice: Notice, figure: PrintedFigure) -> list[Row] | None:
    """Return the rows with one misprint taken for what is printed; none if that is no notice."""
    try:
        return list(_rows(notice.as_printed(figure)))
    except InvalidInput:
        return None


def _with_misprint(rows: Sequence[Row], position: int, tried: Sequence[Row] | None) -> list[Row]:
    """Return the rows with the proof of a misprint, and where others take what was meant.

    *tried* are the rows where it is taken for what is printed.
    """
    own = rows[position]
    meant = own.printed.as_meant
    if tried is None:
        proved = Check("misprint", "misprint", meant.amount, "as printed there are no such figures")
        return [*rows[:position], _with(own, proved), *rows[position + 1 :]]
    failing: dict[Hashable, Check] = {}
    still: list[Check] = []
    free = False  # whether a formula fails that the figure is no part of
    shown = list(rows)
    for place, (row, as_printed) in enumerate(zip(rows, tried, strict=True)):
        checks = list(row.checks)  # and the proofs of other misprints at the end
        for at, (check, other) in enumerate(zip(checks, as_printed.checks, strict=False)):
            moves = check.computed != other.computed
            if place != position and moves:
                checks[at] = replace(check, as_meant=(*check.as_meant, own.figure))
            if other.status == "contradicted" and (place == position or moves):
                if check.status not in HOLDS:
                    still.append(other)
                    continue
                failing[check.relation] = other
                free |= place == position and check.kind in ("formula", "constant") and not moves
        shown[place] = replace(row, checks=tuple(checks))
    status, source = _proof(failing, still, enough=free or len(failing) >= _ENOUGH)
    proof = Check("misprint", status, meant.amount, source, reason=own.printed.reason or "")
    shown[position] = _with(own, proof)
    return shown


def _with(row: Row, check: Check) -> Row:
    return replace(row, checks=(*row.checks, check))


def _proof(
    failing: Mapping[Hashable, Check], still: Sequence[Check], *, enough: bool
) -> tuple[Status, str]:
    """Return whether checks that fail as printed, and hold as meant, prove a misprint; and why."""
    if still:
        fails = ", ".join(dict.fromkeys(check.source for check in still))
        return "contradicted", f"what was meant does not put right: {fails}"
    if not failing:
        return "contradicted", "not needed: as printed every check holds"
    fails = ", ".join(dict.fromkeys(check.source for check in failing.values()))
    if enough:
        return "misprint", f"as printed fails: {fails}"
    return "contradicted", f"not proved: as printed one check alone fails: {fails}"
