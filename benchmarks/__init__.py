"""Measurements: each program prints a table, writes JSON on request, and leaves nothing running behind."""
