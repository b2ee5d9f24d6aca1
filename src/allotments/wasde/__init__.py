"""The sugar balance of the United States, as the monthly WASDE reports print it.

WASDE is the Department of Agriculture's World Agricultural Supply and Demand Estimates. Its row
"Deliveries, Food" is the consumption from which an overall allotment quantity follows. Reports from
August 2010 on are bundled; :func:`read` takes the department's own consolidated file, which comes
each month with every table of the report.
"""

from __future__ import annotations

from allotments.wasde.balances import Balance, Report
from allotments.wasde.consolidated_file import read
from allotments.wasde.past_reports import errors, relative_errors, report, reports

__all__ = ["Balance", "Report", "errors", "read", "relative_errors", "report", "reports"]
