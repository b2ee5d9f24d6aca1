"""The ground floor: numbers, units, rounding, refused input, and what every Act's models share.

Its modules know no Act and no view, and import nothing of ours from outside this folder.
"""
