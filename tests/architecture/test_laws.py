"""The laws of the building as tests: who reads a breach here is told the file and the law."""

import ast
import inspect
import re
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver

from lineside.access import queries as access
from lineside.access.rules import roles
from lineside.kernel.commands import REGISTRY
from lineside.kernel.events import KINDS, REACTIONS, Event
from lineside.kernel.guards import guarded_models
from lineside.site.rule_checks import all_tables, check_tables
from lineside.site.management.commands.map import draw

PACKAGE = Path(__file__).parents[2] / "src" / "lineside"
