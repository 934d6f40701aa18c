from django.db import migrations

from commonweal.core.append_only import RefuseChange


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [RefuseChange("core_auditentry")]
