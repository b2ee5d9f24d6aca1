"""Tests of one Act: a package, because both have files of the same names."""
