# Writes the same three rows with each library and each compression, for the test that loads them.
import datetime as dt
import sys

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.feather as feather
import pyarrow.parquet as pq

folder = sys.argv[1]
table = pa.table(
    {
        "series": pa.array(["ALFRED/D1"] * 3).dictionary_encode(),
        "observation_date": pa.array([dt.date(2020, month, 1) for month in (1, 2, 3)]),
        "value": pa.array([1.5, None, 0.1 + 0.2]),
        "release_time": pa.array(
            [1580000000000001, 1582000000000000, 1585000000999999], pa.timestamp("us", "UTC")
        ),
    }
)
for codec in ["snappy", "gzip", "brotli", "zstd", "lz4", "none"]:
    pq.write_table(table, f"{folder}/pyarrow_{codec}.parquet", compression=codec)
for codec in ["lz4", "zstd", "uncompressed"]:
    feather.write_feather(table, f"{folder}/pyarrow_{codec}.feather", compression=codec)
with pa.ipc.new_stream(f"{folder}/pyarrow_stream.arrows", table.schema) as stream:
    stream.write_table(table)
frame = table.to_pandas()
frame.to_parquet(f"{folder}/pandas.parquet")
frame.to_feather(f"{folder}/pandas.feather")
frame = pl.from_arrow(table)
frame.write_parquet(f"{folder}/polars.parquet")
frame.write_ipc(f"{folder}/polars.arrow")
frame.write_ipc(f"{folder}/polars_zstd.arrow", compression="zstd")
duckdb.sql(f"copy (select * from \"table\") to '{folder}/duckdb.parquet'")
naive = table["release_time"].cast(pa.timestamp("us"))
pq.write_table(table.set_column(3, "release_time", naive), f"{folder}/naive.parquet")
