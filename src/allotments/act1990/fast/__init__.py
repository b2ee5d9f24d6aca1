"""The determination and the reassignment of deficits over arrays, as scenarios need them.

Values are taken as checked, and results are arrays: the same Act at the speed of the cache.
"""
