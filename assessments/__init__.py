"""WHAT HAPPENED: answers, indicators, scores, submissions and their review."""
