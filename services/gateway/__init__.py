"""What the gateway remembers of its callers. The door itself is the package `gateway`, which opens this service in its
own process in either topology."""
