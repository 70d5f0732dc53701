"""For tests: a call out as no command leaves it."""

from django.db import connection, transaction

from lineside.callouts.models import CallOut


def damage(call: CallOut, **fields: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lineside.command', 'damage', true)")
        CallOut.objects.filter(pk=call.pk).update(**fields)
