"""A fiscal year's ledger, for whichever Act: who holds what, what moved where, and what is owed."""
