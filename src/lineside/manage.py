"""Django's own commands, for developers: `python -m lineside.manage makemigrations`."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lineside.site.settings")
    os.environ.setdefault("LINESIDE_AS_OWNER", "yes")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
