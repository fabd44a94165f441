"""Relocation plans that are announced, and the moves in them."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import allocator.store.fields


class Migration(migrations.Migration):
    """Tables of the shelter."""

    dependencies = [
        ("store", "0002_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="Announcement",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("n", models.BigIntegerField()),
                ("peildatum", models.DateField()),
                ("digest", models.TextField(default="")),
                ("summary", models.JSONField()),
                ("object_by", models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name="Move",
            fields=[
                (
                    "row",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("month", models.CharField(max_length=7)),
                ("kind", models.TextField(default="")),
                ("from_site", models.TextField(null=True)),
                ("to_site", models.TextField(null=True)),
                ("persons", models.BigIntegerField(default=0)),
                ("state", models.TextField()),
                ("object_by", models.DateField()),
                ("version", models.BigIntegerField(default=0)),
                ("reason", allocator.store.fields.SealedField(null=True)),
                ("why", allocator.store.fields.SealedField(null=True)),
                ("rooms", allocator.store.fields.SealedField(null=True)),
                (
                    "announcement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves",
                        to="store.announcement",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.subject",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MoveStep",
            fields=[
                (
                    "row",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("n", models.BigIntegerField()),
                ("name", models.TextField(default="")),
                ("before", models.TextField(null=True)),
                ("after", models.TextField(default="")),
                ("on_day", models.DateField()),
                ("who", models.TextField(default="")),
                ("role", models.TextField(default="")),
                ("code", allocator.store.fields.SealedField(null=True)),
                ("reason", allocator.store.fields.SealedField(null=True)),
                (
                    "move",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="store.move",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.subject",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Announced",
            fields=[
                (
                    "row",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("places", allocator.store.fields.SealedField(null=True)),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.subject",
                    ),
                ),
                (
                    "announcement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="store.announcement",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("announcement", "subject"), name="announced_of_announcement"
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="move",
            index=models.Index(fields=["state"], name="move_state"),
        ),
    ]
