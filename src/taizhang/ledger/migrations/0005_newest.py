"""An index in the order of the newest period for SQLite; PostgreSQL reads all facts on several processors as quickly."""

from django.db import migrations, models


class AddIndexToSQLite(migrations.AddIndex):
    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor == "sqlite":
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor == "sqlite":
            super().database_backwards(app_label, schema_editor, from_state, to_state)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_counting")]

    operations = [
        AddIndexToSQLite(
            model_name="fact",
            index=models.Index(
                fields=[
                    "-ends", "id", "live", "role", "status", "duplicate_of", "by_hand", "organisation", "name", "begins",
                    "report", "sign", "base_value", "base_high",
                ],
                name="fact_period",
            ),
        ),
    ]
