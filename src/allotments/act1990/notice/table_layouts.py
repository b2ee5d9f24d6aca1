"""The tables of the notice for fiscal year 1995 as printed: FR Doc. 94-25622, October 17, 1994.

All but the numbers and the names of States and processors, which a determination brings. Blanks in
heads and the order of rules are the notice's own.
"""

from __future__ import annotations

from allotments.display.table_layout import Block, Column, Row, Table

_NOTICE = "FR Doc. 94-25622"

# The notice prints this table twice: first with "carryover", then, in item 1, with "carry-over".
ESTIMATES = Table(
    title="Estimates of sugar consumption, stocks, production, and imports",
    form=f"{_NOTICE}, item 1",
    stub=61,
    columns=(Column(head=("TST, raw", " value  "), width=11, number=10),),
    blocks=(
        Block(
            source="1938 Act, sec. 359b(a)(1)",
            places=0,
            rows=(
                Row("Consumption", ("inputs.estimates.consumption",)),
                Row(
                    "Reasonable ending ({carryover}) stocks",
                    ("inputs.estimates.reasonable_carryover_stocks",),
                ),
                Row("Production", ("inputs.estimates.production",)),
                Row("Beginning (carry-in) stocks", ("inputs.estimates.carry_in_stocks",)),
                Row("Imports", ("imports",)),
            ),
        ),
    ),
)


def _criterion(text: str, name: str) -> Row:
    return Row(text, (f"inputs.criteria.beet.{name}", f"inputs.criteria.cane.{name}"))


PERCENTAGE_FACTORS = Table(
    title="Data used to determine the percentage factors",
    form=f"{_NOTICE}, item 3",
    stub=25,
    spanner=" TST, raw value",
    columns=(
        Column(head=("Beet sector        ",), width=28, lead=2, number=5, group="beet"),
        Column(head=("Cane sector   ",), width=19, lead=2, number=5, group="cane"),
    ),
    shares="Percentage factor",
    blocks=(
        Block(
            source="1938 Act, sec. 359c(d)(1)",
            places=0,
            rows=(
                _criterion("Past marketings", "past_marketings"),
                _criterion("Processing capacity", "processing_capacity"),
                _criterion("Ability to market", "ability_to_market"),
                Row(
                    "  Average",
                    ("bases.beet", "bases.cane"),
                    shares=("percentage_factors.beet", "percentage_factors.cane"),
                ),
            ),
        ),
    ),
)

STATES = Table(
    title="State cane sugar allotments",
    form=f"{_NOTICE}, item 6",
    stub=59,
    columns=(Column(head=("TST, raw ", " value   "), width=13, number=12),),
    blocks=(Block(source="1938 Act, sec. 359c(f)", places=3, group="states", each="states"),),
)

ALLOCATIONS = Table(
    title="Sugar marketing allotments and allocations",
    form=f"{_NOTICE}, item 7",
    stub=60,
    columns=(
        Column(
            head=("Thousand ", "  short  ", "tons, raw", "  value  "),
            width=12,
            number=11,
        ),
    ),
    blocks=(
        Block(
            heading="Overall beet/cane allotments",
            source="1938 Act, sec. 359c(e)",
            places=1,
            group="sectors",
            rows=(
                Row("  Beet sugar", ("sectors.beet",)),
                Row("  Cane sugar (including Puerto Rico)", ("sectors.cane",)),
            ),
            row="  {name}",
            total="      Total",
        ),
        Block(
            heading="State cane sugar allotments:",
            source="1938 Act, sec. 359c(f)",
            places=3,
            group="states",
            each="states",
            row="  {name}",
            total="      Total cane sugar",
        ),
        Block(
            heading="Beet processors' marketing allocations:",
            source="1938 Act, sec. 359d(a)",
            places=3,
            group="beet",
            each="processors.beet",
            row="  {name}",
            total="      Total beet sugar",
            total_rule="after",  # only here; every other total stands under its rule
        ),
        Block(
            heading="Cane processors' marketing allocations:",
            source="1938 Act, sec. 359d(a)",
            places=3,
            groups="processors",
            without=("beet",),
            label="{group}:",
            row="  {name}",
            total="      Total {group}",
        ),
    ),
)

# By the name that allotments.tables gives them, in the order of the notice.
TABLES = {
    "estimates": ESTIMATES,
    "percentage_factors": PERCENTAGE_FACTORS,
    "states": STATES,
    "allocations": ALLOCATIONS,
}
