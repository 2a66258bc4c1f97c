"""Knows no domain: commands, reading, tables, units of measure, the clock, settings."""
