"""Pages: fetch or refuse, form, service, redirect."""
