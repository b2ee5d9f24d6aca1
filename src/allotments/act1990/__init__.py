"""Part VII of the Agricultural Adjustment Act of 1938 as in force for fiscal year 1995."""
