"""`python -m services.users`: the users service as its own process (split topology)."""

import sys

from services.chassis.serving import serve
from services.chassis.settings import InvalidSetting, ServiceSettings, process_environment
from services.users.app import DEFAULT_PORT, open_users

if __name__ == "__main__":
    try:
        settings = ServiceSettings.read(process_environment(), default_port=DEFAULT_PORT)
        if not settings.database_url:
            raise InvalidSetting("DATABASE_URL: must name the database")
    except InvalidSetting as error:
        sys.exit(str(error))
    serve("users", open_users(settings), settings)
