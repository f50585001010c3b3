"""Passages and the index of their letters in pairs."""

import django.db.models.deletion
from django.db import migrations, models


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE ledger_passage ADD COLUMN grams tsvector")
        schema_editor.execute("CREATE INDEX passage_grams ON ledger_passage USING gin (grams)")
    else:
        schema_editor.execute(
            "CREATE VIRTUAL TABLE ledger_passage_grams USING fts5("
            "grams, content='', detail=none, columnsize=0, tokenize='unicode61 remove_diacritics 0')"
        )


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE ledger_passage_grams")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Passage",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("start", models.PositiveIntegerField()),
                ("end", models.PositiveIntegerField()),
                (
                    "document",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="ledger.document",
                    ),
                ),
            ],
        ),
        migrations.RunPython(make, drop),
    ]
