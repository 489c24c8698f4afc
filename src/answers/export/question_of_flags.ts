import { ConfigError } from "../../base/errors.ts";
import type { TaskContext } from "../../cli/mod.ts";
import { flagOption, listOption, numberOption, textOption } from "../../cli/mod.ts";
import { calendar } from "../../point_in_time/mod.ts";
import { parseQuestion, type Question, QuestionError, type QuestionKind } from "../question/mod.ts";
import { namesOf, questionKinds } from "./question_kinds.ts";

type Given = Pick<TaskContext, "options" | "positionals">;

/**
 * Makes the question that the command line asks.
 *
 * @param now The server's clock, for those who ask for `now`.
 * @throws {ConfigError} If it is none, in the words of the flags.
 */
export function questionOfFlags(context: TaskContext, now: string): Question {
  const kind = kindOf(context);
  try {
    const question = parseQuestion({
      kind,
      ...named(context, kind),
      ...flags(context, kind, now),
    });
    refuseEmptyRange(question);
    return question;
  } catch (error) {
    if (
      error instanceof ConfigError || !(error instanceof TypeError || error instanceof RangeError)
    ) {
      throw error;
    }
    // Without the cause: it says the same in the names of fields.
    throw new ConfigError(inFlags(error, kind));
  }
}

/** Whether the command line asks for the server's clock. */
export function asksForNow({ options }: Given): boolean {
  return ["at", "known-to", "since"].some((name) => [options[name]].flat().includes("now"));
}

function kindOf({ positionals }: Given): QuestionKind {
  const [given] = positionals;
  const kind = questionKinds.find((kind) => kind === given);
  if (kind !== undefined) return kind;
  throw new ConfigError(
    given === undefined
      ? `Cannot export: what is asked is missing, give one of ${questionKinds.join(", ")}`
      : `Cannot export "${given}": it is no kind of question, want one of ${
        questionKinds.join(", ")
      }`,
  );
}

function named({ positionals }: Given, kind: QuestionKind): Record<string, unknown> {
  const names = positionals.slice(1);
  const fields = namesOf[kind];
  if (fields[0]?.endsWith("[]")) return { series: names };
  const [surplus] = names.slice(fields.length);
  if (surplus !== undefined) {
    throw new ConfigError(
      `Cannot export ${kind} of "${surplus}": it takes ${
        fields.length === 0 ? "no name" : fields.join(" and ")
      } alone`,
    );
  }
  return Object.fromEntries(fields.map((field, i) => [field, names[i]]));
}

function flags(context: TaskContext, kind: QuestionKind, now: string): Record<string, unknown> {
  const one = (name: string) => textOption(context, name);
  const clock = (name: string) => one(name) === "now" ? now : one(name);
  const kinds = listOption(context, "kinds");
  const hasTimes = kind === "bars" || kind === "candles";
  const given: Record<string, unknown> = {
    at: instants(context, kind, now),
    knownTo: clock("known-to"),
    strict: flagOption(context, "strict") || undefined,
    lag: one("lag"),
    kinds: kinds.length === 0 ? undefined : kinds,
    [hasTimes ? "fromTime" : "from"]: one("from"),
    [hasTimes ? "toTime" : "to"]: one("until"),
    maxAge: one("max-age"),
    ahead: flagOption(context, "ahead") || undefined,
    n: numberOption(context, "n"),
    since: clock("since"),
    knownSince: one("known-since"),
    flowType: one("flow-type"),
    fiscalMetric: one("fiscal-metric"),
    frequency: one("frequency"),
    delay: one("delay"),
    timeframe: one("timeframe"),
    built: flagOption(context, "built") || undefined,
    day: one("day"),
    source: one("source"),
    search: one("search"),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function instants(context: TaskContext, kind: QuestionKind, now: string): unknown {
  const given = context.options["at"];
  const at = (Array.isArray(given) ? given : []).map((text) => text === "now" ? now : text);
  const days = [textOption(context, "at-from"), textOption(context, "at-to")];
  if (days.every((day) => day === undefined)) {
    if (at.length === 0) return undefined;
    if (kind === "panel") return at;
    if (at.length === 1) return at[0];
    throw new ConfigError(`Cannot export ${kind} at ${at.length} instants: only a panel has many`);
  }
  if (kind !== "panel" || at.length > 0) {
    throw new ConfigError(
      'Cannot use "--at-from" and "--at-to": they make the calendar of a panel, without --at',
    );
  }
  return calendarOf(context);
}

function calendarOf(context: TaskContext): readonly string[] {
  const want = (name: string): string => {
    const text = textOption(context, name);
    if (text !== undefined) return text;
    throw new ConfigError(
      `Cannot make the panel's calendar: --${name} is missing, give --at-from, --at-to, --time and --time-zone`,
    );
  };
  const [from, to] = [want("at-from"), want("at-to")];
  const days = calendar({
    from,
    to,
    time: want("time"),
    timeZone: want("time-zone"),
    days: flagOption(context, "all-days") ? "all" : "weekdays",
    ...twiceOf(context),
  });
  if (days.length > 0) return days.map((day) => day.toISOString());
  throw new ConfigError(`Cannot make the panel's calendar: ${from} to ${to} holds no day`);
}

function twiceOf(context: TaskContext): { readonly disambiguation?: "earlier" | "later" } {
  const twice = textOption(context, "twice");
  return twice === "earlier" || twice === "later" ? { disambiguation: twice } : {};
}

/** A range that ends before it begins would give no row, and look like an answer. */
function refuseEmptyRange(question: Question): void {
  const [from, to] = "fromTime" in question || "toTime" in question
    ? [question.fromTime, question.toTime]
    : "from" in question || "to" in question
    ? [question.from, question.to]
    : [];
  if (from === undefined || to === undefined || !(Date.parse(from) > Date.parse(to))) return;
  throw new ConfigError(
    `Cannot export ${question.kind}: --from=${from} is after --until=${to}, exchange them`,
  );
}

/** Says a problem with the name of the flag instead of the field's. */
function inFlags(error: Error, kind: QuestionKind): string {
  if (!(error instanceof QuestionError)) return error.message;
  return error.problems.map(({ field, message }) => {
    const name = field.replace(/\.\d+$/, "");
    if (message.startsWith("Cannot ")) return message;
    if (/received undefined/.test(message)) {
      return name === "at"
        ? `Cannot export ${kind}: --at is missing, give the instant whose knowledge you want, or --at=now`
        : `Cannot export ${kind}: ${flagOf(name, kind)} is missing`;
    }
    const unknown = /[Uu]nrecognized key[^"]*("[^]*)$/.exec(message)?.[1];
    if (unknown !== undefined) {
      const keys = [...unknown.matchAll(/"([^"]+)"/g)].map(([, key = ""]) => flagOf(key, kind));
      return `Cannot export ${kind} with ${keys.join(", ")}: it does not take that`;
    }
    return `Cannot read ${flagOf(name, kind)}: ${message}`;
  }).join("\n");
}

function flagOf(field: string, kind: QuestionKind): string {
  if (namesOf[kind].some((name) => name.replace("[]", "") === field)) return `the ${field}`;
  const renamed: Readonly<Record<string, string>> = {
    to: "until",
    fromTime: "from",
    toTime: "until",
  };
  const name = renamed[field] ?? field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return `--${name}`;
}
