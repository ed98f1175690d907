"""By behaviour: HTTP in, HTTP out, on a real PostgreSQL and real sockets."""
