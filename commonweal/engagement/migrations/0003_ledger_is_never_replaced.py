from django.db import migrations

from commonweal.core.append_only import RefuseReplacement


class Migration(migrations.Migration):
    dependencies = [("engagement", "0002_ledger_is_append_only")]
    operations = [RefuseReplacement("engagement_participation", unique="key")]
