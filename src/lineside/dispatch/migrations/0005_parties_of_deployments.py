"""Units that were sent before logs listed their parties are listed on them; the processes of before go on as they did."""

from django.db import migrations

LISTED = """
SELECT set_config('lineside.command', 'dispatch.0005_parties_of_deployments', true);
INSERT INTO incidents_party (id, version, created_at, incident_id, kind, sign, label, listed_at, listed_by)
SELECT uuidv7(), 0, now(), d.incident_id, 'unit',
  CASE WHEN u.is_covert THEN 'COVERT-' || upper(right(u.id::text, 4)) ELSE u.call_sign END, '', d.assigned_at, 'an earlier version'
FROM dispatch_deployment d JOIN dispatch_unit u ON u.id = d.unit_id WHERE d.cleared_at IS NULL
ON CONFLICT DO NOTHING;
"""


class Migration(migrations.Migration):
    dependencies = [("dispatch", "0004_unit_hold"), ("incidents", "0006_parties")]
    operations = [migrations.RunSQL(LISTED, migrations.RunSQL.noop)]
