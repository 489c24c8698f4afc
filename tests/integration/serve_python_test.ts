import assert from "node:assert/strict";
import { panel } from "../../src/point_in_time/mod.ts";
import { createTestDatabase } from "../../src/testing/mod.ts";
import { pythonTest } from "../support/mod.ts";
import { seed, serveOnLoopback, token } from "./serve_support.ts";

const at = ["2024-08-01T00:00:00Z", "2024-09-26T12:30:00Z", "2024-12-01T00:00:00Z"];
const query = `maxAge=150%20days&series=ALFRED/GDPC1&${at.map((one) => `asOf=${one}`).join("&")}`;

/** What a notebook does, with nothing of ours installed. */
const program = `
import json, sys
import pandas as pd, polars as pl
url, token = sys.argv[1:3]
bearer = {"Authorization": f"Bearer {token}"}
def rows(frame):
    return [None if value != value or value is None else value for value in frame["value"]]
frames = {
  "pandas parquet": pd.read_parquet(url + "&format=parquet", storage_options=bearer),
  "pandas csv": pd.read_csv(url + "&format=csv", storage_options=bearer),
  "pandas json lines": pd.read_json(url + "&format=jsonl", lines=True, storage_options=bearer),
}
import urllib.request
def opened(format):
    import io
    request = urllib.request.Request(url, headers={**bearer, "Accept": format})
    return io.BytesIO(urllib.request.urlopen(request).read())
frames["polars arrow"] = pl.read_ipc(opened("application/vnd.apache.arrow.file"))
frames["polars parquet"] = pl.read_parquet(opened("application/vnd.apache.parquet"))
frames["pandas json"] = pd.DataFrame(json.load(opened("application/json"))["rows"])
print(json.dumps({
  "values": {name: rows(frame) for name, frame in frames.items()},
  "types": [str(frames["pandas parquet"].dtypes[name]) for name in ["as_of", "series_id", "value"]],
}))
`;

const openProgram = `
import json, sys
import pandas as pd, polars as pl
url = sys.argv[1]
frames = [
  pd.read_parquet(url + "&format=parquet"),
  pd.read_csv(url + "&format=csv"),
  pl.read_ipc(url + "&format=arrow"),
  pl.read_csv(url + "&format=csv"),
  pl.read_parquet(url + "&format=parquet"),
]
print(json.dumps([
  [None if value is None or value != value else value for value in frame["value"]]
  for frame in frames
]))
`;

pythonTest(
  "a notebook reads a panel from a URL, equal to the library's read",
  ["pandas", "polars", "pyarrow"],
  async (python) => {
    await using database = await createTestDatabase();
    await seed(database.pool);
    const series = [{ source: "ALFRED", code: "GDPC1" }];
    const known = await panel(database, { series, at, maxAge: "150 days" });
    const values = known.flatMap(({ cells }) => cells.map((cell) => cell?.value ?? null));
    assert.equal(values.length, 3);

    await using open = serveOnLoopback(database);
    const url = `/v1/panel?${query}`;
    const opened = JSON.parse(await python(openProgram, [`${open.origin}${url}`]));
    assert.deepEqual(opened, Array.from({ length: 5 }, () => values));

    const desk = token("desk");
    await using closed = serveOnLoopback(database, { tokens: [desk] });
    const read = JSON.parse(
      await python(program, [`${closed.origin}${url}`, desk.token.reveal()]),
    );
    for (const [name, found] of Object.entries(read.values)) assert.deepEqual(found, values, name);
    assert.match(read.types.join(" "), /^datetime64\[(us|ns), UTC\] int32 float64$/);
  },
);
