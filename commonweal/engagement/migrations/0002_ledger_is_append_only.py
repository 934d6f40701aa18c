from django.db import migrations

from commonweal.core.append_only import RefuseChange


class Migration(migrations.Migration):
    dependencies = [("engagement", "0001_initial")]
    operations = [RefuseChange("engagement_participation")]
