import assert from "node:assert/strict";
import { join } from "node:path";
import { tableFromArrays, tableToIPC } from "apache-arrow";
import { doublePrecision, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { parquetWriteBuffer } from "hyparquet-writer";
import { StrataError } from "../../../src/base/errors.ts";
import { createDatabase } from "../../../src/database/mod.ts";
import { loadCsv } from "../../../src/ingest/mod.ts";
import { serverTest } from "../../support/mod.ts";
import { effort } from "../effort.ts";
import { recordFigures } from "../figures.ts";

const points = pgTable("points", {
  id: integer().notNull(),
  label: text(),
  rate: doublePrecision(),
}, (t) => [primaryKey({ columns: [t.id] })]);

const ids = Int32Array.from({ length: 50 }, (_, at) => at);
const labels = Array.from(ids, (id) => `label ${id}`);
const rates = Float64Array.from(ids, (id) => id / 8);

const parquet = (columns: Parameters<typeof parquetWriteBuffer>[0]["columnData"]) =>
  new Uint8Array(parquetWriteBuffer({ columnData: columns }));
const arrow = (columns: Record<string, unknown[] | Int32Array | Float64Array>) =>
  tableToIPC(tableFromArrays(columns), "file");

const whole: Readonly<Record<string, Uint8Array>> = {
  parquet: parquet([
    { name: "id", data: ids, type: "INT32" },
    { name: "label", data: labels, type: "STRING" },
    { name: "rate", data: rates, type: "DOUBLE" },
  ]),
  arrow: arrow({ id: ids, label: labels, rate: rates }),
};

/** Files that are wrong, with how each is refused. */
const wrong: readonly (readonly [file: string, bytes: Uint8Array, message: RegExp])[] = [
  ["empty.parquet", new Uint8Array(), /empty/],
  ["empty.arrow", new Uint8Array(), /empty/],
  ["magic.parquet", changed(whole["parquet"], -4, "PARX"), /parquet/i],
  ["ends as if encrypted.parquet", changed(whole["parquet"], -4, "PARE"), /it is encrypted/],
  ["words.parquet", parquet([{ name: "id", data: ["a", "b"], type: "STRING" }]), /id: got "a"/],
  ["words.arrow", arrow({ id: ["a", "b"] }), /id: got "a"/],
  [
    "nested.parquet",
    parquet([{ name: "id", data: [{ a: 1 }, { a: 2 }], type: "JSON" }]),
    /id|nested|json/i,
  ],
  ["other.parquet", parquet([{ name: "colour", data: ["red"], type: "STRING" }]), /colour/],
  ["nulls.arrow", arrow({ id: [1, null, 3], label: ["a", "b", "c"] }), /id|null|missing/],
];

function changed(bytes: Uint8Array | undefined, at: number, magic: string): Uint8Array {
  const copy = new Uint8Array(bytes ?? []);
  copy.set(new TextEncoder().encode(magic), at < 0 ? copy.length + at : at);
  return copy;
}

serverTest(
  "timescaledb",
  "a broken Parquet or Arrow file is refused, and nothing of it is stored",
  async (_t, db) => {
    await db.client.query(
      "create table points (id int primary key, label text, rate double precision)",
    );
    await using database = createDatabase({ url: db.url });
    const folder = await Deno.makeTempDir({ prefix: "strata colunas é " });
    const load = async (name: string, bytes: Uint8Array) => {
      const file = join(folder, name);
      await Deno.writeFile(file, bytes);
      await db.client.query("truncate points");
      return await loadCsv(database.db, points, file, {});
    };
    const stored = async () =>
      (await db.client.query("select count(*)::int as n from points")).rows[0]?.n;
    const assertRefused = async (name: string, bytes: Uint8Array, message: RegExp) => {
      await assert.rejects(load(name, bytes), (error) => {
        assert.ok(error instanceof StrataError, `${name}: ${Deno.inspect(error)}`);
        assert.match(error.message, message, name);
        return true;
      });
      assert.equal(await stored(), 0, name);
    };
    let inputs = wrong.length;
    try {
      for (const [name, bytes, message] of wrong) await assertRefused(name, bytes, message);
      for (const [format, bytes] of Object.entries(whole)) {
        await load(`whole.${format}`, bytes);
        assert.equal(await stored(), ids.length);
        const step = effort({ short: Math.ceil(bytes.length / 40), long: 7 });
        for (let length = 1; length < bytes.length; length += step) {
          inputs++;
          const cut = bytes.subarray(0, length);
          await assertRefused(`cut at ${length}.${format}`, cut, /^Cannot /);
        }
        // A bit that is changed may go unnoticed in a value, but never as another error.
        for (let at = 0; at < bytes.length; at += step) {
          inputs++;
          const flipped = bytes.slice();
          flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8));
          const result = await load(`bit at ${at}.${format}`, flipped).catch((error) => error);
          if (result instanceof Error) {
            assert.ok(result instanceof StrataError, `${format} ${at}: ${Deno.inspect(result)}`);
            assert.equal(await stored(), 0, `${format} ${at}`);
          }
        }
      }
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
    await recordFigures("bad-columnar", { inputs });
  },
);
