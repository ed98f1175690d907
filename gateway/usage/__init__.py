"""Who uses what: counted in memory, written in bulk beside the requests."""
