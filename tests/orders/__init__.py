"""What the orders service promises, asked through the gateway."""
