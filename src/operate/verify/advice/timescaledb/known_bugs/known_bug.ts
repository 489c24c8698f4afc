import type { BUG_CODES } from "./bug_codes.ts";
import type { SchemaFacts, TableFacts } from "./schema_facts.ts";

/** A bug of TimescaleDB with known wrong results. */
export interface KnownBug {
  readonly code: keyof typeof BUG_CODES;
  /** Issues, pull requests or advisories of timescale/timescaledb. */
  readonly issues: readonly string[];
  /** The first version that has it; null where it was always there. */
  readonly from: string | null;
  /** The first version that does not have it; null where none is known. */
  readonly mendedIn: string | null;
  /** Whether it touches a hypertable with the columnstore on; absent where tables do not matter. */
  readonly touches?: (table: TableFacts, facts: SchemaFacts) => boolean;
  /** Whether it touches a database, where tables do not matter. */
  readonly touchesDatabase?: (facts: SchemaFacts) => boolean;
  /** What happens, after the names of the tables. */
  readonly sentence: string;
  /** A remedy other than the update, for the database or for each table. */
  readonly remedy?: (facts: SchemaFacts) => string;
  readonly remedyOfTable?: (table: TableFacts) => string;
}
