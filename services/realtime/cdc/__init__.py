"""Change data capture: the write-ahead log of PostgreSQL, in the words of Debezium."""
