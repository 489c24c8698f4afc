# Reads the files that the test of formats wrote, with each reader, and compares every value.
import datetime as dt
import json
import math
import sys
from decimal import Decimal

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet as pq

folder = sys.argv[1]
utc = dt.timezone.utc
D = Decimal
expected = {
    "whole": [1, None, -(2**31), 0, 7],
    "big": [2**63 - 1, None, -(2**63), 0, 2**53 + 1],
    "double": [0.1, None, math.nan, -math.inf, -0.0],
    "flag": [True, None, False, True, None],
    "day": [dt.date(1969, 12, 31), None, dt.date(2024, 2, 29), dt.date(1, 1, 1), dt.date(9999, 12, 31)],
    "instant": [
        dt.datetime(1969, 12, 31, 23, 59, 59, 999999, utc),
        None,
        dt.datetime(2024, 9, 26, 12, 30, 0, 1, utc),
        dt.datetime(9999, 12, 31, 23, 59, 59, 999999, utc),
        dt.datetime(2300, 1, 1, 0, 0, 0, 1, utc),
    ],
    "price": [D("1234567890123456.78"), None, D("-0.01"), D("0.00"), D("1.00")],
    "wide": [D("12345678901234567890123456789012345.678"), None, D("-0.001"), D("0.000"), D("1.000")],
    "exact": ["0.00010", None, "-7", "100000000000000000000", "1"],
    "word": ['a,"b"', None, "", " ação\nline", "𝒜"],
    "document": ['{"a": 1}', None, "[null, 1.5]", '"x"', "null"],
}


def same(a, b):
    if a is None or b is None:
        return a is b
    if isinstance(b, float):
        return type(a) is float and (
            math.isnan(a) and math.isnan(b) or a == b and math.copysign(1, a) == math.copysign(1, b)
        )
    return type(a) is type(b) and a == b


def compare(reader, got):
    assert list(got) == list(expected), (reader, list(got))
    for name, values in expected.items():
        for row, (a, b) in enumerate(zip(got[name], values, strict=True)):
            assert same(a, b), f"{reader}: {name}[{row}] is {a!r}, not {b!r}"


types = {
    "whole": pa.int32(),
    "big": pa.int64(),
    "double": pa.float64(),
    "flag": pa.bool_(),
    "day": pa.date32(),
    "instant": pa.timestamp("us", "UTC"),
    "price": pa.decimal128(18, 2),
    "wide": pa.decimal128(38, 3),
    "exact": pa.string(),
    "word": pa.string(),
}
for format, read in [
    ("parquet", lambda path: pq.read_table(path)),
    ("arrow", lambda path: pa.feather.read_table(path)),
]:
    for which in ["all", "none"]:
        table = read(f"{folder}/{which}.{format}")
        for name, kind in types.items():
            assert table.schema.field(name).type == kind, (format, table.schema.field(name))
        assert table.num_rows == (5 if which == "all" else 0)
        if which == "all":
            table.validate(full=True)
            compare(f"pyarrow {format}", table.to_pydict())

meta = pq.read_metadata(f"{folder}/all.parquet")
assert meta.created_by.startswith("@strata/foundation "), meta.created_by
columns = {meta.row_group(0).column(i).path_in_schema: meta.row_group(0).column(i).statistics for i in range(11)}
assert columns["whole"].min == -(2**31) and columns["whole"].max == 7 and columns["whole"].null_count == 1
assert columns["day"].min == dt.date(1, 1, 1) and columns["day"].max == dt.date(9999, 12, 31)
assert columns["instant"].max == dt.datetime(9999, 12, 31, 23, 59, 59, 999999, utc)
assert columns["price"].min == D("-0.01") and columns["double"].min == -math.inf

for format, read in [("parquet", pl.read_parquet), ("arrow", pl.read_ipc)]:
    frame = read(f"{folder}/all.{format}")
    assert frame.schema["instant"] == pl.Datetime("us", "UTC"), frame.schema
    assert frame.schema["price"] == pl.Decimal(18, 2)
    compare(f"polars {format}", frame.to_dict(as_series=False))
    assert len(read(f"{folder}/none.{format}")) == 0

for format, read in [("parquet", pd.read_parquet), ("arrow", pd.read_feather)]:
    frame = read(f"{folder}/all.{format}")
    assert str(frame["instant"].dtype) == "datetime64[us, UTC]", frame.dtypes
    assert frame["instant"][2] == pd.Timestamp("2024-09-26T12:30:00.000001Z")
    assert pd.isna(frame["instant"][1]) and frame["price"][0] == D("1234567890123456.78")
    assert frame["day"][2] == dt.date(2024, 2, 29)
    frame = read(f"{folder}/all.{format}", dtype_backend="pyarrow")
    assert frame["double"].isna().tolist() == [False, True, False, False, False]
    assert len(read(f"{folder}/none.{format}")) == 0

duckdb.sql("set timezone = 'UTC'")
answer = duckdb.sql(f"select * replace (document::text as document) from '{folder}/all.parquet'")
kinds = dict(zip(answer.columns, map(str, answer.types)))
assert kinds["instant"] == "TIMESTAMP WITH TIME ZONE" and kinds["day"] == "DATE", kinds
assert kinds["price"] == "DECIMAL(18,2)" and kinds["word"] == "VARCHAR", kinds
rows = answer.fetchall()
rows = [[v.astimezone(utc) if isinstance(v, dt.datetime) else v for v in row] for row in rows]
compare("duckdb parquet", dict(zip(answer.columns, map(list, zip(*rows)))))
assert duckdb.sql(f"select count(*) from '{folder}/none.parquet'").fetchall() == [(0,)]
found = duckdb.sql(f"select whole from '{folder}/all.parquet' where instant = '2024-09-26 12:30:00.000001+00'")
assert found.fetchall() == [(-(2**31),)]

line = duckdb.sql(f"select * from read_csv('{folder}/all.csv', nullstr='', allow_quoted_nulls=false)")
rows = dict(zip(line.columns, zip(*line.fetchall())))
assert rows["big"] == tuple(expected["big"]) and rows["word"] == tuple(expected["word"])
assert rows["instant"][2].astimezone(utc) == expected["instant"][2]

frame = pd.read_csv(f"{folder}/all.csv", parse_dates=["instant"])
assert list(pd.read_csv(f"{folder}/none.csv").columns) == list(expected)

lines = [json.loads(line, parse_int=int) for line in open(f"{folder}/all.jsonl")]
assert [line["big"] for line in lines] == expected["big"]
assert [line["price"] for line in lines] == [None if v is None else str(v) for v in expected["price"]]
assert float(lines[2]["double"]) != float(lines[2]["double"]) and lines[1]["double"] is None
columns = "{big: 'BIGINT', double: 'DOUBLE', price: 'DECIMAL(18, 2)', day: 'DATE'}"
answer = duckdb.sql(f"select * from read_json('{folder}/all.jsonl', columns={columns})")
for name, values in zip(answer.columns, zip(*answer.fetchall())):
    for a, b in zip(values, expected[name], strict=True):
        assert same(a, b), (name, a, b)
print("all read")
