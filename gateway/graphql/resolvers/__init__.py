"""What the schema cannot say: which service answers a relation, and what is computed of an object."""
