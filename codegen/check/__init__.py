"""What `python -m codegen check` looks for."""
