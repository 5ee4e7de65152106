"""What other systems read of the product: JSON, for programs that carry a token of a person."""
