import { sql } from "drizzle-orm";
import { integer, pgPolicy, pgTable, text } from "drizzle-orm/pg-core";
import type { GenerateCase } from "./generate_case.ts";

const columns = { id: integer().notNull(), owner: text() };
const open = pgTable("orders", columns);
const closed = pgTable("orders", columns).enableRLS();
const secured = pgTable("orders", columns, (t) => [
  pgPolicy("see own", { for: "select", to: "public", using: sql`${t.owner} = current_user` }),
  pgPolicy("never_twice", { as: "restrictive", for: "insert", withCheck: sql`${t.id} > 0` }),
]);
const otherwise = pgTable("orders", columns, (t) => [
  pgPolicy("see own", { for: "all", to: "pg_read_all_data", using: sql`${t.owner} = 'it''s'` }),
]);

/** Row-level security and its policies. */
export const securityCases: readonly GenerateCase[] = [
  {
    name: "row-level security and policies",
    from: { tables: [open] },
    to: { tables: [secured] },
    up: [
      /enable row level security/,
      /create policy "see own"\s+on orders\s+for select to public using \(owner = current_user\)/,
      /as restrictive for insert to public with check \(id > 0\)/,
    ],
    down: [/drop policy "see own" on orders/, /disable row level security/],
  },
  {
    name: "row-level security without a policy",
    from: { tables: [open] },
    to: { tables: [closed] },
    warnings: [/only the owner sees rows of orders/],
  },
  {
    name: "other policies",
    from: { tables: [secured] },
    to: { tables: [otherwise] },
    up: [
      /drop policy never_twice on orders/,
      /for all to pg_read_all_data using \(owner = 'it''s'\)/,
    ],
    down: [/as restrictive for insert/],
  },
  { name: "a table with policies", from: { tables: [] }, to: { tables: [secured] } },
  {
    name: "a table with policies, removed",
    from: { tables: [secured] },
    to: { tables: [] },
    down: [/enable row level security/, /as restrictive for insert/],
  },
];
