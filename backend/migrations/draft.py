"""Renders the mapped classes as SQL: tables, then the guards that their `info` asks for, then features' own guards.

What a table's `info` cannot say (a rule over several rows) a feature writes in a `guards.sql` beside its `tables.py`.

The first migration was this text, frozen with release 0.1. Changes are migrations written by hand, whose guards are
taken from here; a test compares the database they end at with the one that this text makes.
"""

from pathlib import Path
from types import ModuleType
from typing import Final

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from backend.features import load_features
from backend.foundation.tables import Base

GUARDS: Final = Path(__file__).with_name("guards.sql")


def draft() -> str:
    """The whole database as SQL statements, in an order in which they can run."""
    features = load_features()
    tables = Base.metadata.sorted_tables
    parts = [GUARDS.read_text(encoding="utf-8")]
    parts += [_create(table) for table in tables]
    parts += [_guard(table) for table in tables]
    parts += [own.read_text(encoding="utf-8") for feature in features for own in _own_guards(feature)]
    return "\n".join(parts)


def _own_guards(feature: ModuleType) -> list[Path]:
    if feature.__file__ is None or not feature.__name__.endswith(".tables"):
        return []
    own = Path(feature.__file__).with_name("guards.sql")
    return [own] if own.exists() else []


def _create(table: Table) -> str:
    # Named parameters, because the default style would double every % in a CHECK.
    dialect = postgresql.dialect(paramstyle="named")  # type: ignore[no-untyped-call]
    statements = [str(CreateTable(table).compile(dialect=dialect)).strip()]
    statements += [
        str(CreateIndex(index).compile(dialect=dialect))
        for index in sorted(table.indexes, key=lambda index: str(index.name))
    ]
    return "".join(f"{statement};\n" for statement in statements)


def _guard(table: Table) -> str:
    """Grants, append-only triggers, sync triggers and the portal's policy of one table."""
    name, info = table.name, table.info
    if "kind" not in info:
        raise ValueError(f"{name} does not say how it is guarded: give it info=guarded(…)")
    lines = [f"-- {name}"]
    powers = "select, insert" if info["append_only"] else "select, insert, update, delete"
    lines.append(f"grant {powers} on {name} to lotline_app;")
    if info["append_only"]:
        for event in ("update", "delete", "truncate"):
            each = "statement" if event == "truncate" else "row"
            lines.append(
                f"create trigger {name}_refuses_{event} before {event} on {name} for each {each}"
                " execute function refuse_change();"
            )
            lines.append(f"alter table {name} enable always trigger {name}_refuses_{event};")
    if "changed_in" in table.c:
        lines.append(
            f"create trigger {name}_notes_sync before insert or update on {name} for each row"
            " execute function note_sync();"
        )
    lines.append(f"alter table {name} enable row level security;")
    lines.append(f"create policy staff on {name} to lotline_app using (true) with check (true);")
    if not info["hidden_from_portal"]:
        # Without a policy of its own the table shows no rows, and a query that joins it is no failure.
        lines.append(f"grant select on {name} to lotline_portal;")
    if info["portal"]:
        lines.append(f"create policy portal on {name} for select to lotline_portal using ({info['portal']});")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(draft(), end="")
