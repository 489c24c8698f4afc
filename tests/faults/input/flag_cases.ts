/** A command line that is wrong, and everything that it is told. */
export interface FlagCase {
  /** The task of deno.json. */
  readonly task: string;
  /** Its arguments. */
  readonly args: readonly string[];
  /** The problems, in the order of the message; where there are none, it only must not start. */
  readonly problems: readonly RegExp[];
}

/** What is said of `--bogus`. */
export const unknown =
  /^Cannot use "--bogus" with ".*": it is unknown, (did you mean|known are) --/;
const notA = (name: string, least: number) =>
  new RegExp(`^Cannot use "--${name}": ".*" is not a whole number from ${least}`);
const missing = (name: string) => new RegExp(`^Cannot use "--${name}": its value is missing`);
const twice = (name: string) => new RegExp(`^Cannot use "--${name}": it is given twice, keep one`);
const oneOf = (name: string) => new RegExp(`^Cannot use "--${name}": ".*" is unknown.*\\(one of `);
const surplus = (word: string) => new RegExp(`^Cannot use "${word}" with .*: no such argument`);

/** Every task of deno.json that has flags of its own; the others are given an unknown one. */
export const flagCases: readonly FlagCase[] = [
  {
    task: "start",
    args: ["--bogus", "--backend=vm", "--timeout=0", "word"],
    problems: [unknown, oneOf("backend"), notA("timeout", 1), surplus("word")],
  },
  {
    task: "up",
    args: ["--profile=half", "--timeout=-1", "--timeout=1e3", "--bogus"],
    problems: [oneOf("profile"), notA("timeout", 1), notA("timeout", 1), unknown],
  },
  {
    task: "down",
    args: ["--timeout=86401", "--volumes=yes", "--bogus"],
    problems: [notA("timeout", 1), /"--volumes": it takes no value, leave out "=yes"/, unknown],
  },
  { task: "ps", args: ["--bogus", "-x"], problems: [unknown, /^Cannot use "-x" with "ps"/] },
  {
    task: "logs",
    args: ["--bogus", "--follow", "--json", "--lines=-1", "-n"],
    problems: [unknown, notA("lines", 0), missing("lines"), /"--follow" with "--json": give only/],
  },
  {
    task: "migrate",
    args: ["down", "--to=1", "--steps=2", "--steps=0", "--to=99999999999999999"],
    problems: [twice("steps"), twice("to"), /"--to" with "--steps": give only one of them/],
  },
  {
    task: "migrate",
    args: ["up", "--steps=2", "--wait=abc", "--require=pro", "7"],
    problems: [
      /"--steps" with "migrate up": it belongs to migrate down/,
      notA("wait", 0),
      oneOf("require"),
      surplus("7"),
    ],
  },
  { task: "migrate", args: ["sideways"], problems: [/there is no such command/] },
  {
    task: "verify",
    args: ["--timeout=0", "--wait=-5", "--fail-on=panic", "--bogus"],
    problems: [notA("timeout", 1), notA("wait", 0), oneOf("fail-on"), unknown],
  },
  { task: "doctor", args: ["--report=", "--bogus"], problems: [missing("report"), unknown] },
  { task: "upgrade", args: ["--bogus", "--to"], problems: [unknown, missing("to")] },
  {
    task: "load",
    args: ["word", "--bad-rows=drop", "--bogus", "-f"],
    problems: [oneOf("bad-rows"), unknown, missing("file"), surplus("word")],
  },
  {
    task: "fetch",
    args: ["--every=", "--bogus", "--since"],
    problems: [missing("every"), unknown, missing("since")],
  },
  {
    task: "show",
    args: ["--width=0", "--bogus"],
    problems: [notA("width", 40), unknown, /SERIES is missing, give it as an argument/],
  },
  {
    task: "export",
    args: ["--format=xlsx", "--bogus", "--at"],
    problems: [oneOf("format"), unknown, missing("at")],
  },
  {
    task: "serve",
    args: ["--port=65536", "--max-rows=0", "--concurrency=-1", "--bogus", "word"],
    problems: [
      notA("port", 0),
      notA("max-rows", 1),
      notA("concurrency", 1),
      unknown,
      surplus("word"),
    ],
  },
  {
    task: "dashboard",
    args: ["--port=abc", "--every=0", "--bogus"],
    problems: [notA("port", 0), notA("every", 1), unknown],
  },
  {
    task: "archive",
    args: ["ohlcv", "--older-than=", "--full=yes", "--bogus"],
    problems: [missing("older-than"), /"--full": it takes no value/, unknown],
  },
  {
    task: "backup",
    args: ["--keep=0", "--to=", "--bogus"],
    problems: [notA("keep", 1), missing("to"), unknown],
  },
  {
    task: "restore",
    args: ["--bogus", "--database"],
    problems: [unknown, missing("database"), /BACKUP is missing, give it as an argument/],
  },
  {
    task: "bench",
    args: ["--quick=no", "--bogus"],
    problems: [/"--quick": it takes no value/, unknown],
  },
  {
    task: "check",
    args: ["--bogus", "word"],
    problems: [unknown, surplus("word")],
  },
  { task: "test", args: ["--bogus"], problems: [unknown] },
  {
    task: "test:faults",
    args: ["--bogus", "word", "--table"],
    problems: [unknown, missing("table"), surplus("word")],
  },
];
