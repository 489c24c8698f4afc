# Reads an archive with DuckDB and polars as they are, by its folders, and prints what they answer.
import json
import sys

import duckdb
import polars as pl

folder = sys.argv[1]
query = """
select symbol, month, count(*)::int as candles, min(time)::text as first, max(high) as high, sum(volume) as volume
from {source} where year = 2024 and month >= 2 and symbol <> 'ETH-USD'
group by all order by all
"""
source = f"read_parquet('{folder}/ohlcv/**/*.parquet', hive_partitioning = true)"
connection = duckdb.connect()
connection.execute("set timezone = 'UTC'")
duck = connection.execute(query.format(source=source)).fetchall()

frame = (
    pl.scan_parquet(f"{folder}/ohlcv/**/*.parquet", hive_partitioning=True)
    .filter((pl.col("year") == 2024) & (pl.col("month") >= 2) & (pl.col("symbol") != "ETH-USD"))
    .group_by("symbol", "month")
    .agg(
        pl.len().alias("candles"),
        pl.col("time").min().dt.strftime("%Y-%m-%d %H:%M:%S+00").alias("first"),
        pl.col("high").max(),
        pl.col("volume").sum(),
    )
    .sort("symbol", "month")
    .collect()
)
rows = connection.execute(
    f"select exchange, symbol, timeframe, epoch_us(time), open, high, low, close, volume from {source} "
    "order by symbol, time"
).fetchall()
types = connection.execute(f"describe select * from {source}").fetchall()
groups = connection.execute(
    f"select count(distinct file_name) from parquet_metadata('{folder}/ohlcv/**/*.parquet') "
    "where path_in_schema = 'symbol' and stats_min_value is not null"
).fetchone()[0]
print(json.dumps({
    "duckdb": duck,
    "polars": [list(row) for row in frame.rows()],
    "rows": rows,
    "types": {name: kind for name, kind, *_ in types},
    "groups": groups,
}))
