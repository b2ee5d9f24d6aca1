"""What everything stands on: exact numbers, units, refused input, the base of every model.

Its modules know no Act and no view. From outside this folder they import nothing of ours but
:mod:`allotments.rounding`, the named rules.
"""
