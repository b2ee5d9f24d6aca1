"""What a notice under the 1990 Act prints: figures, place by place, and its tables."""

from allotments.act1990.notice.printed_places import Printed, figures_in_print, inputs_of
from allotments.act1990.notice.table_layouts import TABLES

__all__ = ["TABLES", "Printed", "figures_in_print", "inputs_of"]
