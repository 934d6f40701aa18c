from django.db import migrations
from django.utils import timezone

from commonweal.belonging.shipped import load_first_compact


def load(apps, schema_editor):
    load_first_compact(apps.get_model("belonging", "Compact"), timezone.now())


class Migration(migrations.Migration):
    dependencies = [("belonging", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
