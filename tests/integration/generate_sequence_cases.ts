import { bigserial, integer, pgTable, serial, text } from "drizzle-orm/pg-core";
import type { GenerateCase } from "./generate_case.ts";

const named = { name: text() };
const plain = pgTable("items", { id: integer().notNull(), ...named });
const asSerial = pgTable("items", { id: serial(), ...named });
const asBigserial = pgTable("items", { id: bigserial({ mode: "number" }), ...named });
const asIdentity = pgTable("items", {
  id: integer().generatedAlwaysAsIdentity({ startWith: 100, increment: 5 }),
  ...named,
});
const otherIdentity = pgTable("items", {
  id: integer().generatedAlwaysAsIdentity({ increment: 2, maxValue: 5000, cache: 7, cycle: true }),
  ...named,
});

/** Serial and identity columns that change. */
export const sequenceCases: readonly GenerateCase[] = [
  {
    name: "an integer that becomes serial",
    from: { tables: [plain] },
    to: { tables: [asSerial] },
    up: [/create sequence items_id_seq as integer owned by items\.id/, /setval/],
    down: [/drop sequence items_id_seq/],
  },
  {
    name: "a serial that becomes bigserial",
    from: { tables: [asSerial] },
    to: { tables: [asBigserial] },
    up: [/alter sequence items_id_seq as bigint/],
  },
  {
    name: "an identity that becomes serial",
    from: { tables: [asIdentity] },
    to: { tables: [asSerial] },
  },
  {
    name: "an integer that becomes an identity with options",
    from: { tables: [plain] },
    to: { tables: [asIdentity] },
    up: [/set increment by 5 set start with 100 restart/, /having max\(id\) >= 100/],
  },
  {
    name: "other options of an identity",
    from: { tables: [asIdentity] },
    to: { tables: [otherIdentity] },
    up: [/set increment by 2 set maxvalue 5000 set start with 1 set cache 7 set cycle/],
    down: [/set no cycle/],
  },
  {
    name: "an identity with options, removed",
    from: { tables: [otherIdentity] },
    to: { tables: [] },
  },
];
