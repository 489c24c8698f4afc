/** A flag of a task. */
export interface OptionSpec {
  /** A `string` takes a value, a `boolean` is only there or not. */
  readonly type: "string" | "boolean";
  /** One letter, for `-x`. */
  readonly short?: string;
  /** Whether it may be given several times; its value is a list then. */
  readonly multiple?: boolean;
  /** The value where it is not given. */
  readonly default?: string | boolean;
  /** One line for `--help`. */
  readonly description: string;
  /** The name of its value in `--help`: `FILE`, `N`. */
  readonly value?: string;
  /** The only values it takes. */
  readonly choices?: readonly string[];
  /** The bounds of a whole number, where it is one. */
  readonly number?: { readonly least: number; readonly most?: number };
  /** The flags that it cannot be given with. */
  readonly conflicts?: readonly string[];
}

/** An argument of a task that is no flag. */
export interface PositionalSpec {
  /** Its name in `--help`. */
  readonly name: string;
  /** One line for `--help`. */
  readonly description: string;
  /** Whether the task cannot do without it. */
  readonly required?: boolean;
  /** Whether it, being the last, takes all that follow. */
  readonly many?: boolean;
}

/** A subcommand: `up` of `migrate up`. */
export interface CommandSpec {
  /** One line for `--help`. */
  readonly summary: string;
  /** An example of its own. */
  readonly example?: string;
  /** Its flags beside those of the task. */
  readonly options?: Readonly<Record<string, OptionSpec>>;
  /** Its arguments. */
  readonly positionals?: readonly PositionalSpec[];
}

/** Everything that a task says about its command line. */
export interface TaskSpec {
  /** The name behind `deno task`. */
  readonly name: string;
  /** One sentence. */
  readonly summary: string;
  /** What `--help` shows first: one or more whole command lines. */
  readonly example: string;
  /** The line behind `Usage:`, where the one made from the rest will not do. */
  readonly usage?: string;
  /** Its flags. */
  readonly options?: Readonly<Record<string, OptionSpec>>;
  /** Its subcommands. */
  readonly commands?: Readonly<Record<string, CommandSpec>>;
  /** The subcommand that is meant where none is given. */
  readonly defaultCommand?: string;
  /** Its arguments, where it has no subcommands. */
  readonly positionals?: readonly PositionalSpec[];
  /** What an exit code means here, where it differs from the common list. */
  readonly exitCodes?: Readonly<Record<number, string>>;
}

/** What a flag holds after parsing. */
export type OptionValue = string | boolean | readonly string[] | undefined;

/** The flags that every task takes. */
export const commonOptions: Readonly<Record<string, OptionSpec>> = {
  help: { type: "boolean", short: "h", description: "Shows this text." },
  json: { type: "boolean", description: "Prints one JSON document on stdout." },
  quiet: {
    type: "boolean",
    short: "q",
    description: "Leaves out progress.",
    conflicts: ["verbose"],
  },
  verbose: { type: "boolean", short: "v", description: "Adds detail, and the stack of an error." },
  "no-color": { type: "boolean", description: "Writes without colours, as NO_COLOR does." },
};
