/** A function in the schema `strata`, in parts that the migration writes as SQL. */
export interface SqlFunction {
  readonly name: string;
  /** Each with its name, its type and its default. */
  readonly parameters: readonly string[];
  /** The type, or the columns of `returns table`. */
  readonly returns: string | readonly string[];
  readonly language: "sql" | "plpgsql";
  readonly volatility: "stable" | "immutable";
  readonly body: string;
  /** What it answers, with units and an example. */
  readonly comment: string;
}

/** Writes the statements that create a function and its comment. */
export function createFunction(made: SqlFunction): string {
  const { returns, language, volatility, body, comment } = made;
  const type = typeof returns === "string" ? returns : `table (\n  ${returns.join(",\n  ")}\n)`;
  const parameters = made.parameters.map((parameter) => `\n  ${parameter}`).join(",");
  return `create function strata.${made.name}(${parameters}\n)
returns ${type}
language ${language} ${volatility} parallel safe
as $$
${body.trim()}
$$;

comment on function ${signature(made)} is $$${comment.trim()}$$`;
}

/** Writes the statement that drops a function. */
export function dropFunction(made: SqlFunction): string {
  return `drop function ${signature(made)}`;
}

function signature({ name, parameters }: SqlFunction): string {
  const types = parameters.map((parameter) => parameter.replace(/ default .*$/, ""));
  return `strata.${name}(${types.join(", ")})`;
}
