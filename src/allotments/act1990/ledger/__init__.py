"""A fiscal year's course: the steps that change what a determination established."""
