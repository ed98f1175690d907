"""What the templates print: frozen data in which every name is already decided."""
