"""Makes `static/fonts/PMQASarabun-*.ttf` out of Sarabun. For developers; the product never runs this."""
