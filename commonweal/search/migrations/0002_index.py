from django.db import migrations

from commonweal.search.engines import postgres, sqlite


def engine(editor):
    return postgres if editor.connection.vendor == "postgresql" else sqlite


def create(apps, editor):
    for statement in engine(editor).CREATE:
        editor.execute(statement)


def drop(apps, editor):
    for statement in engine(editor).DROP:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
