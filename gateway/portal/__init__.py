"""Pages for people: the landing page and the rendered documents. No scripts, nothing from elsewhere."""
