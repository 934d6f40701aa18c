from django.db import migrations

from commonweal.members.vocabularies import load_seniority_rules, load_terms


def load(apps, schema_editor):
    load_terms(apps.get_model("members", "Term"))
    load_seniority_rules(apps.get_model("members", "SeniorityRule"))


class Migration(migrations.Migration):
    dependencies = [("members", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
