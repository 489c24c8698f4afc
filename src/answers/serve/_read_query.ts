import { nearest } from "../../base/nearest.ts";
import type { Endpoint, QueryValues } from "./endpoint.ts";
import { Problem, type ProblemField } from "./problem.ts";

/**
 * Reads a query by an endpoint's schema: what is unknown, repeated or missing is refused.
 *
 * @throws {Problem} With every problem.
 */
export function readQuery({ query }: Pick<Endpoint, "query">, given: URLSearchParams): QueryValues {
  const known = Object.keys(query.shape);
  const errors: ProblemField[] = [];
  const values: Record<string, string | readonly string[]> = {};
  for (const name of new Set(given.keys())) {
    const texts = given.getAll(name).map(withPlus);
    if (!known.includes(name)) {
      errors.push({ field: name, detail: unknown(name, known) });
    } else if (listsOf(query).has(name)) {
      values[name] = texts;
    } else if (texts.length > 1) {
      errors.push({
        field: name,
        detail: `Cannot read "${name}": it is given ${texts.length} times, give it once`,
      });
    } else {
      values[name] = texts[0] ?? "";
    }
  }
  const refused = new Set(errors.map(({ field }) => field));
  const parsed = query.safeParse(values);
  for (const { path, message } of parsed.error?.issues ?? []) {
    const field = String(path[0] ?? "");
    if (refused.has(field)) continue;
    errors.push({ field, detail: detailOf(field, values[field], message) });
  }
  if (errors.length > 0) throw refusal(errors);
  // as: the schemas hold texts and lists of texts, and nothing else.
  return parsed.data as QueryValues;
}

/** A plus that was not encoded has become a blank, which no instant holds before its offset. */
function withPlus(text: string): string {
  return text.replace(/^(\d{4}-\d\d-\d\d[Tt][\d:.,]+) (\d\d:?\d\d)$/, "$1+$2");
}

/** A refusal that repeats the problems of its fields as its detail. */
export function refusal(errors: readonly ProblemField[]): Problem {
  return new Problem("bad-question", errors.map(({ detail }) => detail).join("\n"), { errors });
}

const lists = new WeakMap<Endpoint["query"], ReadonlySet<string>>();

/** The parameters of a schema that may be repeated: those that take a list. */
function listsOf(query: Endpoint["query"]): ReadonlySet<string> {
  const known = lists.get(query);
  if (known !== undefined) return known;
  const parsed = query.safeParse(Object.fromEntries(
    Object.keys(query.shape).map((name) => [name, ["?"]]),
  ));
  const single = new Set(
    (parsed.error?.issues ?? []).filter(({ path }) => path.length === 1).map(({ path }) =>
      String(path[0])
    ),
  );
  const found = new Set(Object.keys(query.shape).filter((name) => !single.has(name)));
  lists.set(query, found);
  return found;
}

function unknown(name: string, known: readonly string[]): string {
  if (/token|key|authori/i.test(name)) {
    return `Cannot use "${name}": a token is never part of a URL, send it as the header ` +
      '"Authorization: Bearer TOKEN"';
  }
  const near = nearest(name, known);
  return `Cannot use "${name}": there is no such parameter, ${
    near === undefined ? `there are ${known.join(", ")}` : `did you mean ${near}?`
  }`;
}

function detailOf(name: string, value: unknown, message: string): string {
  if (value !== undefined) return `Cannot read "${name}": ${message}`;
  return name === "asOf"
    ? 'Cannot answer without "asOf": give the instant of which to tell what was known, such as ' +
      "2024-09-26T12:30:00Z, or asOf=now"
    : `Cannot answer without "${name}": give it`;
}
