"""Between neighbouring versions: one pure function per difference, its docstring the changelog entry."""
