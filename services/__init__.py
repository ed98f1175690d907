"""The services, and the chassis they stand on."""
