import assert from "node:assert/strict";
import { resolveInterrupted } from "../../../../src/migrate/run/interrupted_statement.ts";
import { defineMigration } from "../../../../src/migrate/author/migration.ts";
import { renderDeferred, renderMigration } from "../../../../src/migrate/plan/render.ts";
import { parseTarget } from "../../../../src/migrate/author/target.ts";
import { transactionObstacle } from "../../../../src/migrate/plan/transaction_rules.ts";

const community = parseTarget("timescaledb-2.18.2/community");

function migration(table: string, transaction = false) {
  return defineMigration("0001_a", {
    transaction,
    up: (m) => m.compressChunks(table, { olderThan: "30 days" }),
  });
}

Deno.test("compressChunks renders one block that commits each chunk, oldest first", () => {
  const [step] = renderMigration(migration("crypto.ohlcv"), "up", community);
  assert.equal(step?.title, "compressed chunks of crypto.ohlcv");
  assert.equal(step?.statements.length, 1);
  const [sql = ""] = step?.statements ?? [];
  assert.match(sql, /show_chunks\('"crypto"\."ohlcv"', older_than => interval '30 days'\)/);
  assert.match(sql, /order by c\.range_start/);
  assert.match(sql, /where not c\.is_compressed/);
  assert.match(sql, / {4}commit;\n {2}end loop;/);
});

Deno.test("compressChunks is refused in a transaction, with the remedy", () => {
  assert.throws(
    () => renderMigration(migration("ohlcv", true), "up", community),
    /a block that commits.*transaction: false/,
  );
});

Deno.test("compressChunks is deferred on an edition without compression", () => {
  const apache = parseTarget("timescaledb-2.19.3/apache");
  const [step] = renderMigration(migration("ohlcv", true), "up", apache);
  assert.equal(step?.deferred, "compression");
  assert.deepEqual(step?.statements, []);
});

Deno.test("compressChunks does not commit if it is applied later, in the transaction of a run", () => {
  const [sql = ""] = renderDeferred(migration("ohlcv"), 0, community).statements;
  assert.doesNotMatch(sql, /\bcommit\b/);
  assert.equal(transactionObstacle(sql, community), null);
});

Deno.test("compressChunks quotes a name that would end the block", () => {
  const [step] = renderMigration(migration("a$compress$b"), "up", community);
  assert.match(step?.statements[0] ?? "", /^do \$compress_\$\n[\s\S]*\n\$compress_\$$/);
});

Deno.test("compressChunks refuses an age that cannot be parsed", () => {
  const bad = defineMigration("0001_a", {
    transaction: false,
    up: (m) => m.compressChunks("ohlcv", { olderThan: "old" }),
  });
  assert.throws(() => renderMigration(bad, "up", community), /Cannot read "old" as an interval/);
});

Deno.test("resolveInterrupted runs an interrupted compressChunks again, and no other block", async () => {
  const client = { query: () => Promise.reject(new Error("it asks the server")) };
  const [step] = renderMigration(migration("ohlcv"), "up", community);
  assert.equal(await resolveInterrupted(client, step?.statements[0] ?? ""), "again");
  assert.deepEqual(
    await resolveInterrupted(client, "do $$ begin delete from a; commit; end $$"),
    { unknown: "and the catalog does not show its outcome" },
  );
});

const blocks: readonly { readonly sql: string; readonly commits: boolean }[] = [
  { sql: "do $$ begin commit; end $$", commits: true },
  { sql: "do $$ begin perform 1; COMMIT AND CHAIN; end $$", commits: true },
  { sql: "do $$ begin if true then rollback; end if; end $$", commits: true },
  { sql: "do $$ begin raise notice 'nothing to commit'; end $$", commits: false },
  { sql: "do $$ begin perform commit_id from a; end $$", commits: false },
  { sql: "select 'do; commit;'", commits: false },
];
for (const { sql, commits } of blocks) {
  Deno.test(`transactionObstacle ${commits ? "finds one" : "finds none"} in ${sql}`, () => {
    assert.equal(transactionObstacle(sql, community) !== null, commits);
  });
}
