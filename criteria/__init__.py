"""AGAINST WHAT: sets of criteria, loaded from fixtures, frozen once published."""
