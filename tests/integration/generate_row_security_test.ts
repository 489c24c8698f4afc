import assert from "node:assert/strict";
import { sql } from "drizzle-orm";
import { customType, index, integer, pgEnum, pgPolicy, pgTable, text } from "drizzle-orm/pg-core";
import {
  createMigrator,
  defineMigration,
  openPgliteReference,
  openPostgresSession,
} from "../../src/migrate/mod.ts";
import { serverTest } from "../support/mod.ts";
import { sharedReference } from "./drift_support.ts";
import { workshop } from "./generate_support.ts";

const columns = { id: integer().notNull(), owner: text() };
const open = pgTable("orders", columns);
const secured = pgTable("orders", columns, (t) => [
  pgPolicy("may_read", { for: "select", using: sql`${t.owner} = current_user` }),
]);

serverTest(
  "timescaledb",
  "generateMigration writes policies that hide the same rows as the declared ones",
  async (_t, db) => {
    await using reference = await sharedReference();
    await using made = await workshop(reference);
    const first = await made.generate("begin", {
      migrations: [],
      definitions: { tables: [open] },
    });
    const second = await made.generate("secure", {
      migrations: [first.migration],
      definitions: { tables: [secured] },
    });
    const migrations = [first.migration, second.migration];
    await createMigrator({ open: () => openPostgresSession(db.url), migrations }).up();
    const { rows } = await db.client.query<{ secured: boolean; policies: string }>(
      `select c.relrowsecurity as secured, count(p.oid)::text as policies
       from pg_class c left join pg_policy p on p.polrelid = c.oid
       where c.oid = 'orders'::regclass group by 1`,
    );
    assert.deepEqual(rows, [{ secured: true, policies: "1" }]);
  },
);

Deno.test("generateMigration names what it cannot write, in the module and in the warnings", async () => {
  await using reference = await sharedReference();
  await using made = await workshop(reference);
  const first = await made.generate("begin", {
    migrations: [],
    definitions: { tables: [open] },
  });
  const byHand = defineMigration("0002_by_hand", {
    up: (m) =>
      m.sql(`
        alter table orders enable row level security;
        create policy by_hand on orders for select using (true);
        alter table orders set (fillfactor = 70);
        create view open_orders as select * from orders;
        create sequence order_numbers`),
  });
  const kept = await made.generate("again", {
    migrations: [first.migration, byHand],
    definitions: { tables: [open] },
  });
  assert.equal(kept.empty, true);
  assert.deepEqual([...kept.alone].sort(), [
    "policy orders.by_hand",
    "row level security orders",
    "sequence order_numbers",
    "storage parameters orders",
    "view open_orders",
  ]);
  assert.match(kept.source, /\/\/ The definitions do not mention these, .*view open_orders/);

  const gone = await made.generate("drop", {
    migrations: [
      first.migration,
      byHand,
      defineMigration("0003_x", {
        up: (m) =>
          m.sql(`
          drop view open_orders;
          create statistics order_statistics on id, owner from orders`),
      }),
    ],
    definitions: { tables: [] },
  });
  const [, down = ""] = gone.source.split("\n  down(");
  assert.match(down, /create policy by_hand\s+on orders\s+for select to public using \(true\)/);
  assert.match(down, /set \(fillfactor=70\)/);
  assert.match(down, /\/\/ Write this by hand: statistics of orders\.order_statistics/);
});

Deno.test("migrate new and check leave row-level security alone if definitions do not declare it", async () => {
  await using reference = await sharedReference();
  await using made = await workshop(reference);
  const first = await made.generate("begin", {
    migrations: [],
    definitions: { tables: [secured] },
  });
  const forced = defineMigration("0002_force", {
    up: (m) => m.sql("alter table orders force row level security"),
  });
  for (const table of [open, secured]) {
    const { source, empty, alone } = await made.generate("silent", {
      migrations: [first.migration, forced],
      definitions: { tables: [table] },
    });
    assert.equal(empty, true, source);
    assert.match(alone.join(), /row level security orders/);
  }
});

Deno.test("migrate new accepts policies for roles that no reference has", async () => {
  await using made = await workshop({ open: openPgliteReference });
  const { source } = await made.generate("begin", {
    migrations: [],
    definitions: {
      tables: [
        pgTable("orders", columns, () => [pgPolicy("read", { to: ["app_reader", "App Writer"] })]),
      ],
    },
  });
  assert.match(source, /for all to app_reader, "App Writer"/);
});

Deno.test("migrate new accepts definitions that use objects made only by migrations", async () => {
  await using reference = await sharedReference();
  await using made = await workshop(reference);
  const byHand = defineMigration("0001_by_hand", {
    up: (m) =>
      m.sql(`
        create sequence order_numbers start 1000;
        create domain price as numeric check (value > 0);
        create type state as enum ('open');
        create function taxed(numeric) returns numeric language sql immutable
          as 'select $1 * 1.2';
        create table orders (id integer);
        create view open_orders as select * from orders`),
  });
  const price = customType<{ data: string }>({ dataType: () => "price" });
  const state = pgEnum("state", ["open", "closed"]);
  const used = pgTable("orders", {
    id: integer().default(sql`nextval('order_numbers')`),
    net: price(),
    state: state(),
  }, () => [index("ix_orders_taxed").on(sql`taxed(net)`)]);
  const first = await made.generate("use", {
    migrations: [byHand],
    definitions: { tables: [used] },
  });
  assert.match(first.source, /set default nextval\('public\.order_numbers'/);
  assert.match(first.source, /add column net price/);
  assert.match(first.source, /alter type state add value 'closed'/);
  assert.deepEqual(first.alone, ["view open_orders"]);
  const again = await made.generate("again", {
    migrations: [byHand, ...first.migrations],
    definitions: { tables: [used] },
  });
  assert.equal(again.empty, true, again.source);
});
