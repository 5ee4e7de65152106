"""Answers in a Word file: a form that leaves, is filled in elsewhere, and is read when it comes back."""
