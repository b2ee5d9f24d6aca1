"""What a notice under the 1990 Act prints: figures, place by place, and its tables."""

from allotments.act1990.notice.printed_places import Printed, figures_in_print, inputs_of

__all__ = ["Printed", "figures_in_print", "inputs_of"]
