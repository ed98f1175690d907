"""Rate limits that several gateways share, counted by a real server of the Redis protocol."""
