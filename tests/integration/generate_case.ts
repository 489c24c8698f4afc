import type { Definitions } from "../../src/migrate/catalog/definitions.ts";

/** Changes to definitions, and what their migration must contain. */
export interface GenerateCase {
  readonly name: string;
  readonly from: Definitions;
  readonly to: Definitions;
  readonly up?: readonly RegExp[];
  readonly down?: readonly RegExp[];
  readonly warnings?: readonly RegExp[];
  /** The ids of the migrations, where they are several or could be. */
  readonly modules?: readonly string[];
}
