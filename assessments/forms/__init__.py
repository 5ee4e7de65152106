"""What people type, cleaned and judged."""
