/** A folder of migrations that is wrong, beside `0001_a` and `0002_b` that are applied. */
export interface MigrationCase {
  /** What is wrong with it. */
  readonly name: string;
  /** Its files; `mod.ts` lists those that begin with a digit, unless one is given. */
  readonly files: Readonly<Record<string, string>>;
  /** How it is refused. */
  readonly message: RegExp;
  /** Whether the failed state is to be seen in the ledger: it was begun without a transaction. */
  readonly begun?: true;
}

const first = module("0001_a", "m.sql(`create table a (\n  b text default 'x\ny')`)");
const second = module("0002_b", 'm.sql("create table b (c int)")');

/** The migrations that are applied. */
export const applied: Readonly<Record<string, string>> = {
  "0001_a.ts": first,
  "0002_b.ts": second,
};

/** Writes a module. */
function module(id: string, up: string, more = ""): string {
  return `export default defineMigration(${JSON.stringify(id)}, { up(m) { ${up} }${more} });\n`;
}

const third = (up: string, more?: string) => ({
  ...applied,
  "0003_c.ts": module("0003_c", `m.sql("create table c (d int)"); ${up}`, more),
});
const named = (name: string) => ({ ...applied, [`${name}.ts`]: module(name, "") });
const alone = (text: string) => ({
  ...applied,
  "0003_c.ts": text.includes("export") ? text : `export default 1;\n${text}`,
});

export const migrationCases: readonly MigrationCase[] = [
  ...["0003_C", "0003-c", "3_c", "0003", "0003_c_", "0003_ç", "0003_c d"].map((name) => ({
    name: `the name ${name}`,
    files: named(name),
    message: /is not a valid id: use four digits and words, as in 0001_create_readings/,
  })),
  {
    name: "a number twice",
    files: named("0002_c"),
    message: /"0002_c" has the number of "0002_b": renumber one of them/,
  },
  { name: "a gap", files: named("0004_d"), message: /number 3 is missing before "0004_d"/ },
  {
    name: "a module that is not listed",
    files: { ...named("0003_c"), "mod.ts": listOf(["0001_a.ts", "0002_b.ts"]) },
    message: /"0003_c" is a module that mod\.ts does not list; add it there, or delete the file/,
  },
  {
    name: "an edited one",
    files: { ...applied, "0002_b.ts": module("0002_b", 'm.sql("create table b (c bigint)")') },
    message: /"0002_b" was edited after it was applied on .*repair 0002_b --mark=applied/,
  },
  {
    name: "a deleted one",
    files: { "0001_a.ts": first },
    message: /"0002_b" was applied on .* and is not among the migrations: restore its module/,
  },
  {
    name: "an import that throws",
    files: alone('throw new Error("boom");'),
    message: /Cannot load the migrations: boom/,
  },
  {
    name: "an import that throws a text",
    files: alone('throw "boom";'),
    message: /Cannot load the migrations: boom/,
  },
  {
    name: "an import that throws nothing",
    files: alone("throw undefined;"),
    message: /Cannot load the migrations: undefined/,
  },
  {
    name: "bad syntax",
    files: alone("export default {;"),
    message: /Cannot load the migrations: SyntaxError: Unexpected token/,
  },
  ...['new Error("boom")', '"boom"', "{ toString: () => 'boom' }"].map((thrown) => ({
    name: `an up that throws ${thrown}`,
    files: third(`throw ${thrown};`),
    message: /Cannot plan "0003_c": its up failed: boom/,
  })),
  {
    name: "an up that throws nothing",
    files: third("throw undefined;"),
    message: /Cannot plan "0003_c": its up failed: undefined/,
  },
  {
    name: "an up that goes on later",
    files: alone(
      'export default defineMigration("0003_c", {' +
        ' up: async (m) => { await null; m.sql("create table c (d int)"); } });',
    ),
    message: /Cannot plan "0003_c": its up failed: it is asynchronous; make it synchronous/,
  },
  {
    name: "no default export",
    files: alone("export const up = 1;"),
    message: /Cannot load the migrations: .*0003_c\.ts' does not provide an export named 'default'/,
  },
  {
    name: "a default export that is no migration",
    files: alone('export default { id: "0003_c" };'),
    message: /number 3 of the list is no migration: its module .* export default defineMigration/,
  },
  ...["commit", "rollback", "begin", "savepoint s", "start transaction"].map((statement) => ({
    name: `${statement} inside`,
    files: third(`m.sql("${statement}");`),
    message: /Cannot plan "0003_c": ".*" would end the engine's transaction or nest one in it/,
  })),
  {
    name: "a statement that wants no transaction",
    files: third('m.sql("create index concurrently on c (d)");'),
    message: /cannot run in a transaction \(create index concurrently\); move it to a migration/,
  },
  {
    name: "a statement that fails",
    files: third('m.sql("select 1 / 0");'),
    message: /Cannot apply "0003_c": division by zero/,
  },
  {
    name: "a statement that is not SQL",
    files: third('m.sql("creat table x ()");'),
    message: /Cannot apply "0003_c": syntax error at or near "creat"/,
  },
  {
    name: "a quote that is not closed",
    files: third(`m.sql("insert into c values ('x)");`),
    message: /"0003_c": its up failed: Cannot split the SQL: a text opened in line 1 is not closed/,
  },
  {
    name: "a NUL",
    files: third("m.sql(\"select 'a\\0b'\");"),
    message: /Cannot plan "0003_c": one of its statements holds a NUL character/,
  },
  {
    name: "a failure without a transaction",
    files: third('m.sql("select 1 / 0");', ", transaction: false"),
    message: /Cannot apply "0003_c": division by zero/,
    begun: true,
  },
];

/** Folders that only look edited: nothing is to be done. */
export const sameFolders: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "CRLF in TypeScript": { ...applied, "0001_a.ts": first.replaceAll("\n", "\r\n") },
  "a byte order mark": { ...applied, "0002_b.ts": `\uFEFF${second}` },
  "comments and blanks": { ...applied, "0002_b.ts": `// a note\n\n${second}  \n` },
};

/** Writes the `mod.ts` of a folder. */
export function listOf(files: readonly string[]): string {
  const imports = files.map((file, at) => `import m${at} from ${JSON.stringify(`./${file}`)};\n`);
  return `${imports.join("")}export const migrations = [${files.map((_, at) => `m${at}`)}];\n`;
}
