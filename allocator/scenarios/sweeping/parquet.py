"""A replication as the content of a parquet file: the only place that knows parquet.

One row: its scenario and number, its figures and its outcomes as lists.  The same replication has
the same bytes: no times, no names of machines.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from allocator.scenarios.replication import Replication

FIGURE = pa.struct(
    [
        pa.field("measure", pa.string(), nullable=False),
        pa.field("group", pa.string(), nullable=False),
        pa.field("value", pa.float64()),
    ]
)
OUTCOME = pa.struct(
    [
        pa.field("household", pa.string(), nullable=False),
        pa.field("persons", pa.int32(), nullable=False),
        pa.field("week", pa.int32()),
        pa.field("waited", pa.int32(), nullable=False),
    ]
)
SCHEMA = pa.schema(
    [
        pa.field("scenario", pa.string(), nullable=False),
        pa.field("replication", pa.int32(), nullable=False),
        pa.field("figures", pa.list_(FIGURE), nullable=False),
        pa.field("outcomes", pa.list_(OUTCOME), nullable=False),
    ]
)
WHOLE_NUMBERS = {pa.int32(): pd.Int32Dtype()}


def content(replication: Replication) -> bytes:
    """Return a replication as the content of a file."""
    row = {
        "scenario": replication.scenario,
        "replication": replication.replication,
        "figures": [vars(figure) for figure in replication.figures],
        "outcomes": [vars(outcome) for outcome in replication.outcomes],
    }
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pylist([row], SCHEMA), sink, compression="zstd")
    written: bytes = sink.getvalue().to_pybytes()
    return written


def frame(contents: Iterable[bytes], of: str) -> pd.DataFrame:
    """Return the ``figures`` or the ``outcomes`` of replications as one table, in their order.

    Columns ``scenario`` and ``replication``, then those of a figure or an outcome.  ``week`` is
    missing for who was not housed, ``value`` where a figure has none.
    """
    tables = [pq.read_table(pa.BufferReader(one), schema=SCHEMA) for one in contents]
    rows = pa.concat_tables([SCHEMA.empty_table(), *tables]).combine_chunks()
    lists = rows[of].combine_chunks()
    parents = pc.list_parent_indices(lists)
    columns = {name: rows[name].take(parents) for name in ("scenario", "replication")}
    items = pc.list_flatten(lists)
    columns |= {field.name: pc.struct_field(items, field.name) for field in items.type}
    found: pd.DataFrame = pa.table(columns).to_pandas(types_mapper=WHOLE_NUMBERS.get)
    return found
