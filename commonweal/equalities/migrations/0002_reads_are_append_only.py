from django.db import migrations

from commonweal.core.append_only import RefuseChange, RefuseReplacement


class Migration(migrations.Migration):
    dependencies = [("equalities", "0001_records_and_reads")]
    operations = [
        RefuseChange("equalities_readentry"),
        RefuseReplacement("equalities_readentry"),
    ]
