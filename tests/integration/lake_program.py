# Answers as-of questions from a lake with DuckDB and polars, without the database, and prints them.
import json
import sys

import duckdb
import polars as pl

lake, at, known_to = sys.argv[1:4]
connection = duckdb.connect()
connection.execute("set timezone = 'UTC'")
duck = connection.execute(
    f"""
select distinct on (code, observation_date) code, observation_date::text, value
from read_parquet('{lake}/macro_series/**/*.parquet', hive_partitioning = true)
join read_parquet('{lake}/series/data.parquet') using (series_id)
where release_time <= $1::timestamptz and ingested_at <= $2::timestamptz
order by code, observation_date, release_time desc, revision_number desc
""",
    [at, known_to],
).fetchall()

moment = pl.lit(at).str.to_datetime(time_unit="us", time_zone="UTC")
known = pl.lit(known_to).str.to_datetime(time_unit="us", time_zone="UTC")
frame = (
    pl.scan_parquet(f"{lake}/macro_series/**/*.parquet", hive_partitioning=True)
    .join(pl.scan_parquet(f"{lake}/series/data.parquet").select("series_id", "code"), on="series_id")
    .filter((pl.col("release_time") <= moment) & (pl.col("ingested_at") <= known))
    .sort("release_time", "revision_number")
    .group_by("code", "observation_date", maintain_order=True)
    .last()
    .sort("code", "observation_date")
    .select("code", pl.col("observation_date").dt.to_string("%Y-%m-%d"), "value")
    .collect()
)
print(json.dumps({"duckdb": duck, "polars": [list(row) for row in frame.rows()]}))
