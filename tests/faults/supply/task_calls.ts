/** Where a task is called. */
export type Place =
  /** An empty folder, without servers. */
  | "empty"
  /** A folder with a running stack. */
  | "stack"
  /** An empty folder and a database with the sample. */
  | "database"
  /** The same, and a backup of it; `BACKUP` in the arguments names it. */
  | "backup"
  /** The project's folder and the database. */
  | "project";

/** A call of a task that cannot do without some permissions. */
export interface TaskCall {
  readonly task: string;
  readonly args: readonly string[];
  /** The permissions, such as `read`. */
  readonly needs: readonly string[];
  readonly place: Place;
}

/** The permissions without which a task goes on and says less: it reads them at the very end. */
export const goesOnWithout: Readonly<Record<string, readonly string[]>> = {
  verify: ["sys"],
  dashboard: ["sys"],
};

const CURVES = [
  "--table=curves",
  "--file=CURVES",
  "--wide=tenors",
  "--map=curveDate=Date",
  "--set=curveId=US_TREASURY_PAR",
];
const USUAL = ["read", "env", "net"];
const SERVING = ["--host=127.0.0.1", "--port=0"];
const EMBEDDED = ["--backend=embedded"];

/** Calls that together need every permission of every task. */
export const taskCalls: readonly TaskCall[] = [
  { task: "start", args: EMBEDDED, needs: ["run", "write", ...USUAL], place: "empty" },
  { task: "start", args: ["--backend=native"], needs: ["sys"], place: "empty" },
  { task: "up", args: EMBEDDED, needs: ["run", "write", ...USUAL], place: "empty" },
  { task: "up", args: ["--backend=native"], needs: ["sys"], place: "empty" },
  { task: "ps", args: [], needs: ["run", ...USUAL], place: "stack" },
  { task: "logs", args: [], needs: ["run", ...USUAL], place: "stack" },
  { task: "down", args: [], needs: ["run", "write", ...USUAL], place: "stack" },
  { task: "migrate", args: ["status"], needs: USUAL, place: "project" },
  { task: "migrate", args: ["new", "nothing"], needs: ["write"], place: "project" },
  { task: "verify", args: ["--service=timescaledb"], needs: USUAL, place: "database" },
  {
    task: "doctor",
    args: ["--report"],
    needs: ["run", "write", "sys", ...USUAL],
    place: "empty",
  },
  { task: "upgrade", args: ["--plan"], needs: USUAL, place: "database" },
  { task: "load", args: CURVES, needs: USUAL, place: "database" },
  { task: "fetch", args: ["list"], needs: USUAL, place: "database" },
  {
    task: "show",
    args: ["ALFRED/GDPC1", "--svg=gdp.svg"],
    needs: ["write", ...USUAL],
    place: "database",
  },
  {
    task: "export",
    args: ["table", "macro_series", "--to=macro.csv"],
    needs: ["write", ...USUAL],
    place: "database",
  },
  {
    task: "consume",
    args: ["--topic=t", "--table=ohlcv"],
    needs: USUAL,
    place: "database",
  },
  {
    task: "publish",
    args: ["--topic=t", "--table=macro_series"],
    needs: USUAL,
    place: "database",
  },
  { task: "serve", args: SERVING, needs: USUAL, place: "database" },
  { task: "dashboard", args: SERVING, needs: USUAL, place: "database" },
  {
    task: "archive",
    args: ["ohlcv", "--older-than=2100-01-01", "--to=cold"],
    needs: ["write", ...USUAL],
    place: "database",
  },
  { task: "backup", args: ["--to=new"], needs: ["run", "write", ...USUAL], place: "backup" },
  {
    task: "restore",
    args: ["BACKUP", "--check"],
    needs: ["run", "write", ...USUAL],
    place: "backup",
  },
  {
    task: "bench",
    args: ["--only=functions", "--quick"],
    needs: ["run", "write", "sys", ...USUAL],
    place: "empty",
  },
  {
    task: "sbom",
    args: ["--to=/nowhere/sbom.json"],
    needs: ["read", "write", "env"],
    place: "project",
  },
  { task: "check", args: [], needs: ["run", "env"], place: "empty" },
  { task: "test", args: ["none"], needs: ["run", "write", "sys", ...USUAL], place: "empty" },
  {
    task: "test:faults",
    args: ["--only=supply"],
    needs: ["run", "write", "sys", ...USUAL],
    place: "empty",
  },
  { task: "soak", args: [], needs: ["run", "write", "sys", ...USUAL], place: "empty" },
];
