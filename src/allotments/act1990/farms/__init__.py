"""Proportionate shares of a State's sugarcane farms, from a table of farms or its CSV file."""
