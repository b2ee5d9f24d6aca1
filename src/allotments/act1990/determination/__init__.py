"""The determination of a fiscal year: its inputs, the chain from them to every allocation, figures.

On the formulas of the sections stand the models of the inputs, the chain, each figure's formula and
paragraph, and the exact range of each figure.
"""
