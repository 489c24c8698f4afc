import { splitStatements } from "../../migrate/text/split_statements.ts";
import { tokens } from "../../migrate/text/tokens.ts";

/** What a statement does to a transaction; `refused` says why it cannot run inside one. */
export type Control =
  | { readonly kind: "plain" | "begin" | "begin read only" | "commit" | "rollback" }
  | { readonly kind: "refused"; readonly why: string };

/**
 * Splits a text where one of its statements begins or ends a transaction; otherwise the text is
 * returned whole, as the server takes several statements at once.
 */
export function piecesOf(text: string): readonly string[] {
  if (!/;\s*\S/.test(text)) return [text];
  const pieces = split(text);
  return pieces.some((piece) => controlOf(piece).kind !== "plain") ? pieces : [text];
}

/** Tells what a statement does to a transaction. */
export function controlOf(statement: string): Control {
  const words = outlineOf(statement);
  if (/^(begin|start transaction)\b/.test(words)) {
    return { kind: /\bread only\b/.test(words) ? "begin read only" : "begin" };
  }
  if (/^(commit|end|rollback|abort)\b.*\band chain\b/.test(words)) {
    return refused("it begins another transaction");
  }
  if (/^(commit|rollback) prepared\b|^prepare transaction\b/.test(words)) {
    return refused("it leaves the transaction of the audit");
  }
  if (/^(commit|end)\b/.test(words)) return { kind: "commit" };
  if (/^abort\b|^rollback(?! to\b| (work|transaction) to\b)/.test(words)) {
    return { kind: "rollback" };
  }
  const escape = ESCAPES.find(({ pattern }) => pattern.test(words));
  return escape === undefined ? { kind: "plain" } : refused(escape.why);
}

const OUTSIDE = "it takes effect outside of any transaction";

const ESCAPES: readonly { readonly pattern: RegExp; readonly why: string }[] = [
  { pattern: /^(vacuum|checkpoint|discard|load)\b/, why: OUTSIDE },
  { pattern: /^(create|drop|alter) (database|tablespace|subscription)\b/, why: OUTSIDE },
  { pattern: /^alter system\b/, why: OUTSIDE },
  { pattern: /^(create( unique)?|drop) index concurrently\b/, why: OUTSIDE },
  { pattern: /^(reindex|refresh materialized view)\b.*\bconcurrently\b/, why: OUTSIDE },
  {
    pattern: /^copy\b.* (from|to) (program|'')/,
    why: "it reaches the server's files and programs",
  },
  { pattern: /\b(lo_export|pg_file_write)\s*\(/, why: "it writes files of the server" },
  { pattern: /\bdblink\w*\s*\(/, why: "it opens a second connection" },
  { pattern: /\bsetval\s*\(/, why: "no rollback brings a sequence back" },
  { pattern: /\bpg_(cancel|terminate)_backend\s*\(/, why: "it ends other sessions" },
  { pattern: /\bpg_(reload_conf|rotate_logfile|switch_wal)\s*\(/, why: OUTSIDE },
  { pattern: /\bstrata_audit\w*/, why: "the audit uses that name for itself" },
];

function refused(why: string): Control {
  return { kind: "refused", why };
}

/** The statement in lower case and on one line, without comments and without texts. */
function outlineOf(statement: string): string {
  try {
    let outline = "";
    for (const { kind, text } of tokens(statement)) {
      if (kind === "comment" || kind === "space") outline += " ";
      else if (kind === "quoted") outline += text.startsWith('"') ? text : "''";
      else outline += text.toLowerCase();
    }
    return outline.replaceAll(/\s+/g, " ").trim();
  } catch {
    // The server refuses what cannot be read, and says why.
    return "";
  }
}

function split(text: string): readonly string[] {
  try {
    return splitStatements(text);
  } catch {
    return [text];
  }
}
