"""What the users service promises, asked through the gateway."""
