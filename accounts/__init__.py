"""WHO: people, units and the roles that people hold in them."""
