"""The database itself refuses another wording for questions somebody has answered."""

from django.db import migrations

WORDS = "key, kind, label, help, why, words_from, words_to, required, choices, question_set_id"
SET_WORDS = "key, language, version, title, intro, frozen_at"
FROZEN = "EXISTS (SELECT 1 FROM joining_questionset WHERE id = {} AND frozen_at IS NOT NULL)"
STOP = "BEGIN SELECT RAISE(ABORT, 'these words were answered'); END"
RAISE = (
    "RAISE EXCEPTION 'these words were answered' USING ERRCODE = 'integrity_constraint_violation';"
)
SQLITE = (
    f"CREATE TRIGGER answered_questions_stay BEFORE UPDATE OF {WORDS} ON joining_question "
    f"WHEN {FROZEN.format('OLD.question_set_id')} {STOP}",
    "CREATE TRIGGER answered_questions_stay_alone BEFORE INSERT ON joining_question "
    f"WHEN {FROZEN.format('NEW.question_set_id')} {STOP}",
    f"CREATE TRIGGER answered_sets_stay BEFORE UPDATE OF {SET_WORDS} ON joining_questionset "
    f"WHEN OLD.frozen_at IS NOT NULL {STOP}",
)
# A condition of a trigger of PostgreSQL may hold no query, so the function asks it.
POSTGRESQL = (
    "CREATE FUNCTION refuse_other_words() RETURNS trigger AS $$ DECLARE asked bigint; "
    "BEGIN asked := NEW.question_set_id; IF TG_OP = 'UPDATE' THEN asked := OLD.question_set_id; "
    f"END IF; IF {FROZEN.format('asked')} THEN {RAISE} END IF; RETURN NEW; END $$ LANGUAGE plpgsql",
    f"CREATE FUNCTION refuse_other_set_words() RETURNS trigger AS $$ BEGIN {RAISE} END $$ "
    "LANGUAGE plpgsql",
    f"CREATE TRIGGER answered_questions_stay BEFORE UPDATE OF {WORDS} OR INSERT "
    "ON joining_question FOR EACH ROW EXECUTE FUNCTION refuse_other_words()",
    f"CREATE TRIGGER answered_sets_stay BEFORE UPDATE OF {SET_WORDS} ON joining_questionset "
    "FOR EACH ROW WHEN (OLD.frozen_at IS NOT NULL) EXECUTE FUNCTION refuse_other_set_words()",
)
LIFT_POSTGRESQL = (
    "DROP TRIGGER answered_questions_stay ON joining_question",
    "DROP TRIGGER answered_sets_stay ON joining_questionset",
    "DROP FUNCTION refuse_other_words",
    "DROP FUNCTION refuse_other_set_words",
)
LIFT_SQLITE = (
    "DROP TRIGGER answered_questions_stay",
    "DROP TRIGGER answered_questions_stay_alone",
    "DROP TRIGGER answered_sets_stay",
)


def guard(apps, editor):
    for statement in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement, None)


def lift(apps, editor):
    is_postgresql = editor.connection.vendor == "postgresql"
    for statement in LIFT_POSTGRESQL if is_postgresql else LIFT_SQLITE:
        editor.execute(statement, None)


class Migration(migrations.Migration):
    dependencies = [("joining", "0003_drafts_of_readings")]

    operations = [migrations.RunPython(guard, lift)]
