"""Pure arithmetic of scoring.md: numbers in, numbers out; no model, no query, no clock."""
