from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0003_compression'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='fact',
            name='fact_indicator',
        ),
        migrations.RemoveIndex(
            model_name='fact',
            name='fact_organisation',
        ),
        migrations.AddIndex(
            model_name='fact',
            index=models.Index(fields=['name', 'organisation', 'ends', 'begins', 'live', 'role', 'status'], name='fact_indicator'),
        ),
        migrations.AddIndex(
            model_name='fact',
            index=models.Index(fields=['organisation', 'ends', 'begins', 'live', 'role', 'status'], name='fact_organisation'),
        ),
    ]
