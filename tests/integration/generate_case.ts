import type { Definitions } from "../../src/migrate/catalog/definitions.ts";

/** A change of definitions, and what its migration must contain. */
export interface GenerateCase {
  readonly name: string;
  readonly from: Definitions;
  readonly to: Definitions;
  readonly up?: readonly RegExp[];
  readonly down?: readonly RegExp[];
  readonly warnings?: readonly RegExp[];
  /** The ids of the migrations, if there are or could be several. */
  readonly modules?: readonly string[];
}
