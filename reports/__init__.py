"""Damage reports: what residents saw on the road, until the case is closed."""
