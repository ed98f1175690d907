"""Begins what people then finish: an operation in a contract, a version of the API."""
