"""Forms that are filled in without a network, as one file of HTML."""
