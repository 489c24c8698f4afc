import type { Migration } from "../../author/migration.ts";
import { statementHead } from "../../text/statement_head.ts";
import { plainStatements } from "./plain_statements.ts";

/** Returns the statements of migrations that create extensions, in order. */
export function extensionStatements(migrations: readonly Migration[]): readonly string[] {
  return migrations.flatMap(plainStatements).filter((statement) =>
    createdExtension(statement) !== null
  );
}

/** Returns the extension that a statement creates, or null. */
export function createdExtension(statement: string): string | null {
  const name = pattern.exec(statementHead(statement))?.[1];
  if (name === undefined) return null;
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}

const pattern = /^create extension (?:if not exists )?("(?:[^"]|"")+"|[\w$\u0080-\uffff]+)/;
