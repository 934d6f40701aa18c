from django.db import migrations

from commonweal.core.append_only import RefuseReplacement


class Migration(migrations.Migration):
    dependencies = [("core", "0004_plural_names")]
    operations = [RefuseReplacement("core_auditentry")]
