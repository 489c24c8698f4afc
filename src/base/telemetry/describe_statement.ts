import { sqlTokens } from "./_sql_tokens.ts";
import { summaryOf } from "./_statement_summary.ts";
import { shownText } from "./_statement_text.ts";

/** What traces say of a statement. */
export interface StatementFacts {
  /** Its text without literals and comments, for `db.query.text`. */
  readonly text: string;
  /** Its operations and targets, for `db.query.summary` and the name of the span. */
  readonly summary: string;
}

/** The statements that are remembered; most programs have fewer. */
const MOST = 500;
/** What is read of a longer one. */
const LONGEST = 20_000;

const known = new Map<string, StatementFacts>();

/** Describes a statement without any value that stands in it. */
export function describeStatement(statement: string): StatementFacts {
  const before = known.get(statement);
  if (before !== undefined) return before;
  const tokens = sqlTokens(statement.slice(0, LONGEST));
  const facts = { text: shownText(tokens), summary: summaryOf(tokens) };
  if (known.size >= MOST) known.clear();
  known.set(statement, facts);
  return facts;
}
