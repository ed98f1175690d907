"""The services, and the chassis they stand on."""

import warnings

# Said at import, to nobody who could do something about it: connexion imports Starlette's test client, and without a
# login session there is no runtime directory, for which the PostgreSQL wheel then uses /tmp, as we would.
warnings.filterwarnings("ignore", message="Using `httpx` with `starlette.testclient`")
warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
