"""SQLite counts by an index that holds words and periods, too; PostgreSQL keeps fact_totals."""

from django.db import migrations, models

FIELDS = [
    "role", "status", "base_unit", "live", "duplicate_of", "by_hand", "organisation", "name", "begins", "ends", "report",
]  # fmt: skip
TOTALS = models.Index(fields=FIELDS, name="fact_totals")
COUNTS = models.Index(fields=[*FIELDS, "period", "quote", "subject"], name="fact_counts")


def _instead(gone, made):
    def replace(apps, schema_editor):
        if schema_editor.connection.vendor == "sqlite":
            fact = apps.get_model("ledger", "Fact")
            schema_editor.remove_index(fact, gone)
            schema_editor.add_index(fact, made)

    return replace


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_newest")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(_instead(TOTALS, COUNTS), _instead(COUNTS, TOTALS))],
            state_operations=[migrations.AddIndex(model_name="fact", index=COUNTS)],
        ),
    ]
