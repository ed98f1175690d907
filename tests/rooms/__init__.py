"""Which code may know which: the import rules, sizes and names of `docs`, walked by ast."""
