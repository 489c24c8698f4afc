/** A function in the schema `strata`, in parts that the migration writes as SQL. */
export interface SqlFunction {
  readonly name: string;
  /** Each with its name, its type and its default. */
  readonly parameters: readonly string[];
  /** The type, or the columns of `returns table`. */
  readonly returns: string | readonly string[];
  readonly language: "sql" | "plpgsql";
  readonly volatility: "stable" | "immutable";
  /** The cost of a call for the planner; PostgreSQL's own default if not given. */
  readonly cost?: number;
  /** The settings that hold during a call, as `name = value`. */
  readonly settings?: readonly string[];
  readonly body: string;
  /** What it answers, with units and an example. */
  readonly comment: string;
}

/** Writes the statements that create a function and its comment. */
export function createFunction(made: SqlFunction): string {
  return `create ${functionText(made)};

comment on function strata.${made.name}(${argumentsOf(made)}) is $$${made.comment.trim()}$$`;
}

/** Writes the statement that puts another text in the place of a function's; its comment stays. */
export function replaceFunction(made: SqlFunction): string {
  return `create or replace ${functionText(made)}`;
}

/** Writes a function without the `create` or `create or replace` before it. */
export function functionText(made: SqlFunction): string {
  const { returns, language, volatility, cost, settings = [], body } = made;
  const type = typeof returns === "string" ? returns : `table (\n  ${returns.join(",\n  ")}\n)`;
  const parameters = made.parameters.map((parameter) => `\n  ${parameter}`).join(",");
  return `function strata.${made.name}(${parameters}\n)
returns ${type}
language ${language} ${volatility} parallel safe${cost === undefined ? "" : ` cost ${cost}`}${
    settings.map((setting) => `\nset ${setting}`).join("")
  }
as $$
${body.trim()}
$$`;
}

/** Writes the statement that drops a function. */
export function dropFunction(made: SqlFunction): string {
  return `drop function strata.${made.name}(${argumentsOf(made)})`;
}

/** Writes the arguments without their defaults, which tell functions of one name apart. */
export function argumentsOf({ parameters }: SqlFunction): string {
  return parameters.map((parameter) => parameter.replace(/ default .*$/, "")).join(", ");
}
