"""Emergencies: notices, orders in force, warnings of the Japan Meteorological Agency."""
