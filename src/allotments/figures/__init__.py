"""Figures, and the rules that make them: what determinations, checks and views stand on."""
