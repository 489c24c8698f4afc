import { statementHead } from "../../text/statement_head.ts";

/**
 * Tells whether a statement changes a named database or what all databases of the server share,
 * such as roles. Such statements are not tried on a server that others use.
 */
export function changesCluster(statement: string): boolean {
  const head = statementHead(statement);
  if (/^do\b/.test(head)) return block.test(head);
  return shared.some((pattern) => pattern.test(head));
}

/**
 * Returns the roles that a block creates. Returns null if the block changes anything else that
 * databases share, or does not name the roles. If the roles exist, such a block changes nothing.
 */
export function createdRoles(statement: string): readonly string[] | null {
  const head = statementHead(statement);
  if (!/^do\b/.test(head)) return null;
  const creations = head.match(new RegExp(block, "gi")) ?? [];
  const names = [...head.matchAll(creation)].map(([, name = ""]) =>
    name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase()
  );
  return creations.length > 0 && creations.length === names.length ? names : null;
}

/** Removes the owner from a `create schema` statement. */
export function withoutSchemaOwner(statement: string): string | null {
  if (!/^create schema\b/.test(statementHead(statement))) return null;
  return statement.replace(
    /(create\s+schema\s+(?:if\s+not\s+exists\s+)?)((?:"[^"]+"|[\w$]+)\s+)?authorization\s+("[^"]+"|[\w$]+)/i,
    (_whole, create: string, name: string | undefined, role: string) => create + (name ?? role),
  );
}

const kinds = "(?:role|user(?!\\s+mapping)|group|database|tablespace|subscription)";
const calls =
  "pg_(?:create|copy|drop)_(?:logical|physical)_replication_slot|pg_drop_replication_slot|" +
  "pg_replication_origin_(?:create|drop)|pg_(?:terminate|cancel)_backend|pg_reload_conf";

const shared: readonly RegExp[] = [
  new RegExp(`^(?:create|alter|drop) ${kinds}\\b`),
  new RegExp(`^(?:comment|security label(?: for [^ ]+)?) on ${kinds}\\b`),
  /^alter system\b/,
  /^(?:reassign|drop) owned\b/,
  // A grant without `on` grants membership.
  /^(?:grant|revoke)\b(?!.*\bon\b)/,
  /^(?:grant|revoke)\b.*\bon (?:database|tablespace|parameter)\b/,
  // A file or a program on the server.
  /^copy\b.*\b(?:from|to) (?:program\b|')/,
  new RegExp(`\\b(?:${calls}) ?\\(`),
];

// In a block, statements can be anywhere, even in strings.
const block = new RegExp(
  [
    `\\b(?:create|alter|drop)\\s+${kinds}\\b`,
    "\\balter\\s+system\\b",
    "\\b(?:reassign|drop)\\s+owned\\b",
    "\\b(?:grant|revoke)\\s+(?:(?!\\bon\\b)[^;'])+\\s(?:to|from)\\s",
    "\\b(?:grant|revoke)\\b[^;]*\\bon\\s+(?:tablespace|parameter|database(?!\\s+%I))\\s",
    `\\b(?:${calls})\\s*\\(`,
  ].join("|"),
  "i",
);
const creation = /\bcreate\s+(?:role|user(?!\s+mapping)|group)\s+("(?:[^"]|"")+"|[a-z_][\w$]*)/gi;
