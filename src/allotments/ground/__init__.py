"""The ground floor: numbers, units, refused input, and what every Act's models share.

Its modules know no Act and no view. From outside this folder they import nothing of ours but
:mod:`allotments.rounding`, the named rules, which stands under them.
"""
