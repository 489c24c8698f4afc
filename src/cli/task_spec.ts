/** A flag of a task. */
export interface OptionSpec {
  /** A `string` takes a value; a `boolean` does not. */
  readonly type: "string" | "boolean";
  /** One letter, for `-x`. */
  readonly short?: string;
  /** Whether it may be repeated; its value is then a list. */
  readonly multiple?: boolean;
  /** The value if the flag is not given. */
  readonly default?: string | boolean;
  /** One line for `--help`. */
  readonly description: string;
  /** The name of its value in `--help`: `FILE`, `N`. */
  readonly value?: string;
  /** Whether its value may be left out; it is then `true`. */
  readonly optional?: boolean;
  /** The only values it takes. */
  readonly choices?: readonly string[];
  /** The bounds, if it takes a whole number. */
  readonly number?: { readonly least: number; readonly most?: number };
  /** The flags that cannot be combined with it. */
  readonly conflicts?: readonly string[];
}

/** An argument of a task that is not a flag. */
export interface PositionalSpec {
  /** Its name in `--help`. */
  readonly name: string;
  /** One line for `--help`. */
  readonly description: string;
  /** Whether it must be given. */
  readonly required?: boolean;
  /** Whether it takes all remaining arguments; only for the last one. */
  readonly many?: boolean;
}

/** A subcommand: `up` of `migrate up`. */
export interface CommandSpec {
  /** One line for `--help`. */
  readonly summary: string;
  /** An example of its own. */
  readonly example?: string;
  /** Its flags besides those of the task. */
  readonly options?: Readonly<Record<string, OptionSpec>>;
  /** Its arguments. */
  readonly positionals?: readonly PositionalSpec[];
}

/** The command line of a task. */
export interface TaskSpec {
  /** The name after `deno task`. */
  readonly name: string;
  /** One sentence. */
  readonly summary: string;
  /** The beginning of `--help`: one or more complete command lines. */
  readonly example: string;
  /** The line after `Usage:`, if the generated one will not do. */
  readonly usage?: string;
  /** Its flags. */
  readonly options?: Readonly<Record<string, OptionSpec>>;
  /** Its subcommands. */
  readonly commands?: Readonly<Record<string, CommandSpec>>;
  /** The subcommand that runs if none is given. */
  readonly defaultCommand?: string;
  /** Its arguments, if it has no subcommands. */
  readonly positionals?: readonly PositionalSpec[];
  /** The meaning of exit codes here that differ from the common list. */
  readonly exitCodes?: Readonly<Record<number, string>>;
}

/** The value of a flag after parsing. */
export type OptionValue = string | boolean | readonly string[] | undefined;

/** The flags that every task takes. */
export const commonOptions: Readonly<Record<string, OptionSpec>> = {
  help: { type: "boolean", short: "h", description: "Shows this text." },
  json: { type: "boolean", description: "Prints one JSON document on stdout." },
  quiet: {
    type: "boolean",
    short: "q",
    description: "Hides progress.",
    conflicts: ["verbose"],
  },
  verbose: { type: "boolean", short: "v", description: "Adds detail, and the stack of an error." },
  "no-color": { type: "boolean", description: "Writes without colors, like NO_COLOR." },
};
