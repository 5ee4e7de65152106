"""Writes: each function locks, checks, writes its own columns and records the event, in one transaction."""
