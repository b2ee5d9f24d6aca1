"""Arithmetic that both versions of the Act share: pure functions, each Act citing its own law."""
