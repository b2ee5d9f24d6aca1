"""A report's sugar balances: what it prints of each fiscal year, and how that is shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Literal, TypeAlias

from allotments.core.errors import InvalidInput
from allotments.core.exact import shown, whole_or_as_given
from allotments.display.result import Result, Shown
from allotments.display.text_and_html import capitalised
from allotments.rounding import grouped

Status: TypeAlias = Literal["final", "estimate", "projection"]

TITLE = "U.S. Sugar Supply and Use"
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_NOTE = "Short tons, raw value; the report prints thousands. Consumption is deliveries food."


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """The supply and use of one fiscal year in one report.

    All quantities are in short tons, raw value, printed in thousands; ``None`` is a row that the
    report does not have.
    """

    fiscal_year: int
    """The one that ends in this year: 2027 is the market year 2026/27."""
    status: Status
    """``"final"``, ``"estimate"`` or ``"projection"``."""
    beginning_stocks: int
    """Stocks on 1 October. [short tons, raw value]"""
    production: int
    """Of beet and cane sugar. [short tons, raw value]"""
    beet_production: int
    """The row Beet Sugar. [short tons, raw value]"""
    cane_production: int
    """The row Cane Sugar. [short tons, raw value]"""
    florida_production: int | None = None
    """Of cane sugar. [short tons, raw value]"""
    hawaii_production: int | None = None
    """Of cane sugar; no row since May 2021. [short tons, raw value]"""
    louisiana_production: int | None = None
    """Of cane sugar. [short tons, raw value]"""
    texas_production: int | None = None
    """Of cane sugar. [short tons, raw value]"""
    imports: int
    """All of them. [short tons, raw value]"""
    imports_tariff_rate_quota: int | None = None
    """The row TRQ. [short tons, raw value]"""
    imports_other_program: int | None = None
    """Under the re-export and other programs. [short tons, raw value]"""
    imports_mexico: int | None = None
    """From Mexico. [short tons, raw value]"""
    total_supply: int
    """Beginning stocks, production and imports. [short tons, raw value]"""
    exports: int
    """[short tons, raw value]"""
    deliveries: int
    """For food and other uses. [short tons, raw value]"""
    deliveries_food: int
    """The row Deliveries, Food. [short tons, raw value]"""
    total_use: int
    """Exports, deliveries, and what the report calls miscellaneous. [short tons, raw value]"""
    ending_stocks: int
    """Stocks on 30 September. [short tons, raw value]"""

    @property
    def consumption(self) -> int:
        """What sec. 359b(a)(1) calls human consumption: :attr:`deliveries_food`."""
        return self.deliveries_food

    @property
    def estimates(self) -> dict[str, int]:
        """The balance as either Act calls it: the estimates of a determination's inputs.

        Ending stocks stand for the reasonable carryover stocks, which are the Secretary's to say.
        [short tons, raw value]
        """
        return {
            "consumption": self.consumption,
            "reasonable_carryover_stocks": self.ending_stocks,
            "production": self.production,
            "carry_in_stocks": self.beginning_stocks,
        }


ATTRIBUTES = tuple(field.name for field in fields(Balance))[2:]
OPTIONAL = tuple(field.name for field in fields(Balance) if field.default is None)


@dataclass(frozen=True, slots=True)
class Report(Result):
    """The sugar balances of one report.

    Attributes
    ----------
    month : str
        Of the report: ``"2026-08"``.
    balances : tuple of Balance
        By fiscal year, the earliest first.
    number : int or None
        Of the series: 674; the bundled reports do not have it.
    released : date or None
        The day; the bundled reports do not have it.
    """

    month: str
    balances: tuple[Balance, ...]
    number: int | None = None
    released: date | None = None

    @property
    def fiscal_years(self) -> tuple[int, ...]:
        """Those that the report has a balance of."""
        return tuple(balance.fiscal_year for balance in self.balances)

    def balance(self, fiscal_year: int) -> Balance:
        """Return the balance of a fiscal year.

        >>> from allotments.wasde import report
        >>> report("2026-08").balance(2027).consumption
        12441000

        Raises
        ------
        InvalidInput
            If the report does not have it.
        """
        sought = whole_or_as_given(fiscal_year)
        for balance in self.balances:
            if isinstance(sought, int) and balance.fiscal_year == sought:
                return balance
        years = ", ".join(map(str, self.fiscal_years))
        raise InvalidInput(
            [f"fiscal_year: found {shown(fiscal_year)}, expected one of: {years} ({self.month})"]
        )

    def records(self) -> list[dict[str, Any]]:
        """Return a record for each fiscal year, quantities in short tons, raw value.

        >>> from allotments.wasde import report
        >>> [record["ending_stocks"] for record in report("2026-08").records()]
        [2376000, 1904000, 1865000]
        """
        head = {"report": self.month, "number": self.number, "released": self.released}
        return [
            {**head, **{field.name: getattr(balance, field.name) for field in fields(balance)}}
            for balance in self.balances
        ]

    def _shown(self) -> Shown:
        year, month = self.month.split("-")
        number = f" (WASDE-{self.number})" if self.number else ""
        caption = f"{TITLE}, {MONTHS[int(month) - 1]} {year}{number}"
        headers = ["", *(f"FY{one.fiscal_year} {one.status}" for one in self.balances)]
        align = "<" + ">" * len(self.balances)
        return Shown(caption, headers, list(self._rows()), align, [_NOTE])

    def _rows(self) -> Iterator[list[str]]:
        for attribute in ATTRIBUTES:
            values = [getattr(balance, attribute) for balance in self.balances]
            if any(value is not None for value in values):
                words = capitalised(attribute.replace("_", " "))
                yield [words, *("" if value is None else grouped(value) for value in values)]
