import type { Queryable } from "../../base/sql/mod.ts";
import type { Column } from "../columns/mod.ts";
import type { Question } from "../question/mod.ts";
import { type Digester, digester } from "./snapshot/mod.ts";
import { keyColumns } from "./snapshot/mod.ts";

/** Creates the digester of a question's answer. */
export async function takeDigest(
  source: Queryable,
  question: Question,
  columns: readonly Column[],
): Promise<Digester> {
  return digester(columns, { keys: await keyColumns(source, question) });
}
