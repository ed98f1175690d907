"""Orders, what was ordered, and the products there are to order."""
