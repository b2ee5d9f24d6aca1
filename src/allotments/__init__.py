"""United States sugar marketing allotments, as the Agricultural Adjustment Act prescribes them."""
