import { integer, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import { instant } from "../../../src/schema/columns.ts";
import type {
  Curve,
  CurveType,
  Defaulted,
  InstantColumn,
  IntegerColumn,
  MacroSeries,
  NewCurve,
  NewInstrument,
  NewMacroSeries,
  NotNull,
  Signal,
  Table,
  TableComments,
  TextColumn,
  VintageKind,
  VolSurface,
} from "../../../src/schema/mod.ts";

// These are checked at compile time: `deno check` fails if a type changes.

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true
  : false;

function isTrue<_Claim extends true>(): void {}

Deno.test("row types are exact", () => {
  isTrue<Equal<Curve["curveType"], CurveType | null>>();
  isTrue<Equal<VolSurface["delta"], string>>();
  isTrue<Equal<VolSurface["callPut"], "C" | "P">>();
  isTrue<Equal<Signal["metadataJson"], Record<string, unknown> | null>>();
  isTrue<
    Equal<MacroSeries, {
      seriesId: number;
      observationDate: string;
      revisionNumber: number;
      value: number | null;
      releaseTime: Date;
      source: string | null;
      ingestedAt: Date;
      vintageKind: VintageKind;
    }>
  >();
});

Deno.test("insert types leave out what the database fills", () => {
  isTrue<
    Equal<NewMacroSeries, {
      seriesId: number;
      observationDate: string;
      revisionNumber?: number | undefined;
      value?: number | null | undefined;
      releaseTime: Date;
      source?: string | null | undefined;
      ingestedAt?: Date | undefined;
      vintageKind?: VintageKind | undefined;
    }>
  >();
  isTrue<Equal<"id" extends keyof NewInstrument ? true : false, false>>();
  isTrue<Equal<undefined extends NewCurve["rate"] ? true : false, false>>();
});

type Columns = {
  /** A key. */
  id: NotNull<IntegerColumn<"id">>;
  /** A name. */
  name: TextColumn<"name">;
  /** An instant. */
  at: Defaulted<InstantColumn<"at">>;
};

type Declared = Table<"t", Columns>;

const id = () => integer("id").notNull();
const name = () => text("name");
const at = () => instant("at").notNull().defaultNow();

function accept<Wanted>(_value: Wanted): void {}

Deno.test("Table accepts the columns that were declared", () => {
  accept<Declared>(pgTable("t", { id: id(), name: name(), at: at() }));
});

Deno.test("Table refuses a definition that drifts from its declaration", () => {
  // @ts-expect-error a column is missing
  accept<Declared>(pgTable("t", { id: id(), at: at() }));
  // @ts-expect-error null is allowed
  accept<Declared>(pgTable("t", { id: integer("id"), name: name(), at: at() }));
  const text = timestamp("at", { mode: "string" }).notNull().defaultNow();
  // @ts-expect-error the mode is another
  accept<Declared>(pgTable("t", { id: id(), name: name(), at: text }));
  // @ts-expect-error the default is missing
  accept<Declared>(pgTable("t", { id: id(), name: name(), at: instant("at").notNull() }));
  // @ts-expect-error the name in SQL is another
  accept<Declared>(pgTable("t", { id: integer("key").notNull(), name: name(), at: at() }));
});

Deno.test("a column that was not declared fails by satisfies", () => {
  // @ts-expect-error more was not declared
  accept({ id: id(), name: name(), at: at(), more: text("more") } satisfies Columns);
});

Deno.test("TableComments refuses a table with a column left out or made up", () => {
  // @ts-expect-error at has no comment
  accept<TableComments<Columns>>({ table: "", columns: { id: "", name: "" } });
  // @ts-expect-error more is no column
  accept<TableComments<Columns>>({ table: "", columns: { id: "", name: "", at: "", more: "" } });
});
