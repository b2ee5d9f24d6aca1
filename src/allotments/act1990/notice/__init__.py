"""What a notice under the 1990 Act prints: figures, place by place, and its tables."""
