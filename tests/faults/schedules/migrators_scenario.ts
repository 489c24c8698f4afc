import assert from "node:assert/strict";
import fc from "fast-check";
import type pg from "pg";
import {
  createMigrator,
  defineMigration,
  type MigrationSession,
  openPostgresSession,
  type RunResult,
} from "../../../src/migrate/mod.ts";
import { anyChoices } from "./any_choices.ts";
import { type Gate, runSchedule } from "./schedule.ts";

/** Two or three migrators, and whether the second migration runs without a transaction. */
export const anyMigrators = fc.record({
  migrators: fc.integer({ min: 2, max: 3 }),
  isStepwise: fc.boolean(),
  choices: anyChoices(80),
});

type Migrators = typeof anyMigrators extends fc.Arbitrary<infer Case> ? Case : never;

/** Stands between a migrator and its session. */
export type Wrap = (session: MigrationSession) => MigrationSession;

/** Runs migrators; each migration is applied once, by one of them, and all of them succeed. */
export async function holdMigrators(
  { migrators, isStepwise, choices }: Migrators,
  { url, client, wrapFor = () => (session) => session }: {
    readonly url: string;
    readonly client: pg.Client;
    readonly wrapFor?: () => Wrap;
  },
): Promise<number> {
  await client.query("drop table if exists one, two");
  await client.query("drop schema if exists strata_migrations cascade");
  const migrations = [
    defineMigration("0001_create_one", {
      up: (m) => m.sql("create table one (id int); insert into one values (1)"),
    }),
    defineMigration("0002_create_two", {
      transaction: !isStepwise,
      up: (m) => m.sql("create table two (id int); insert into two values (2)"),
    }),
  ];
  const pids = new Map<string, number>();
  const polled = new Set<string>();
  let holder: string | undefined;
  const migrate = (name: string) => async (gate: Gate) => {
    const wrap = wrapFor();
    const open = async (): Promise<MigrationSession> => {
      const session = await openPostgresSession(url);
      const { rows: [row] } = await session.query("select pg_backend_pid() as pid");
      pids.set(name, row.pid);
      return wrap({
        ...session,
        query: async (text, values) => {
          const label = text.trim().replace(/\s+/g, " ");
          await gate(label);
          const answer = await session.query(text, values);
          if (isPoll(label)) {
            polled.add(name);
            // as: the statement selects it.
            if ((answer.rows[0] as { held: boolean } | undefined)?.held) holder = name;
          }
          if (label.startsWith("select pg_advisory_unlock")) holder = undefined;
          // as: the caller names the row type, as with every driver.
          return answer as never;
        },
      });
    };
    return await createMigrator({ open, migrations }).up();
  };
  const names = Array.from({ length: migrators }, (_, i) => `migrator ${i}`);
  const { results, trace } = await runSchedule(
    Object.fromEntries(names.map((name) => [name, migrate(name)])),
    {
      choices,
      // Who was refused once asks again when the lock may be free: each asking costs a pause.
      isReady: (name, label) =>
        !isPoll(label) || holder === undefined || holder === name || !polled.has(name),
      blocked: async (running) => {
        const { rows } = await client.query<{ pid: number }>(
          "select pid from pg_locks where not granted and pid = any($1)",
          [running.map((name) => pids.get(name) ?? 0)],
        );
        const waiting = new Set(rows.map(({ pid }) => pid));
        return running.filter((name) => waiting.has(pids.get(name) ?? 0));
      },
    },
  );
  const story = trace.map((line) => line.slice(0, 80)).join("\n");
  const actions = results.flatMap((result) => {
    assert.equal(
      result.status,
      "fulfilled",
      `${(result as PromiseRejectedResult).reason}\n${story}`,
    );
    const { value } = result as PromiseFulfilledResult<RunResult>;
    return value.actions.map(({ migration }) => migration);
  });
  assert.deepEqual(actions.toSorted(), migrations.map(({ id }) => id), story);
  const { rows } = await client.query(
    `select (select string_agg(id || ' ' || state, ', ' order by id)
        from strata_migrations.migrations) as ledger,
      (select count(*)::int from strata_migrations.migration_events) as events,
      (select count(*)::int from one) as one, (select count(*)::int from two) as two`,
  );
  const ledger = migrations.map(({ id }) => `${id} applied`).join(", ");
  assert.deepEqual(rows, [{ ledger, events: 2, one: 1, two: 1 }], story);
  return trace.length;
}

function isPoll(label: string): boolean {
  return label.includes("pg_try_advisory_lock");
}

/** Answers questions about the ledger under the lock with what was there before it. */
export function rememberingLedger(): Wrap {
  let first: readonly { readonly id: string }[] | undefined;
  let isOver = false;
  return (session) => ({
    ...session,
    query: async (text, values) => {
      const answer = await session.query(text, values);
      if (text.includes("pg_advisory_unlock")) isOver = true;
      if (text.includes("to_regclass($1) is not null as found") && !isOver) {
        // as: the statement selects it.
        if ((answer.rows[0] as { found: boolean }).found === false) first ??= [];
      }
      if (!text.startsWith("select id, checksum") || isOver) return answer as never; // see above
      first ??= answer.rows as { id: string }[]; // rows of the ledger
      const rows = values === undefined ? first : first.filter(({ id }) => id === values[0]);
      return { rows: [...rows] } as never; // see above
    },
  });
}
