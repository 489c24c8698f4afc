import { MigrationError } from "../../base/errors.ts";
import { serverReason } from "../../base/sql/mod.ts";
import type { OpenSession } from "../session/session.ts";
import { openPgliteReference } from "./reference/embedded.ts";
import {
  makeCatalogs,
  type ReferenceCatalogs,
  type ReferencePlan,
} from "./reference/make_catalogs.ts";
import type { OpenReference } from "./reference/reference.ts";
import { openScratchReference } from "./reference/scratch.ts";
import { scratchNeed } from "./reference/scratch_need.ts";
import { OTHER_SERVER, ScratchUnavailable } from "./reference/scratch_unavailable.ts";

export { openPgliteReference } from "./reference/embedded.ts";
export type { ReferenceCatalogs, ReferencePlan } from "./reference/make_catalogs.ts";
export type { ApplyOptions, OpenReference, Reference } from "./reference/reference.ts";

/** Where definitions and migrations are tried. */
export interface ReferenceOptions {
  /**
   * `embedded` is PGlite in this process, which needs no server and knows neither TimescaleDB nor
   * extensions; `scratch` an empty database on the server, dropped at the end; `auto`, the default, a
   * scratch database where PGlite cannot run the migrations.
   */
  readonly reference?: "auto" | "embedded" | "scratch";
  /** Opens an empty database of the caller's own instead. */
  readonly openReference?: OpenReference;
  /** Opens a session to the server on which scratch databases are made; the database's own by default. */
  readonly scratchServer?: OpenSession;
  /** Told what is used instead of PGlite and why, and what could not be taken away again. */
  readonly onReference?: (event: ReferenceEvent) => void;
  /** Ends the trial, and drops its database. */
  readonly signal?: AbortSignal | undefined;
}

/** Something to know about the database that definitions and migrations are tried in. */
export type ReferenceEvent =
  | { readonly kind: "scratch"; readonly reason: string }
  | { readonly kind: "embedded"; readonly reason: string }
  | { readonly kind: "left"; readonly database: string };

/**
 * Makes what definitions and migrations say in an empty database and reads its catalog.
 *
 * @param options Where; `open` opens a session to the real database, where there is one.
 * @throws {MigrationError} Where a definition or a migration cannot be made there.
 */
export async function readReference(
  plan: ReferencePlan,
  options: Options = {},
): Promise<ReferenceCatalogs> {
  const { reference = "auto", openReference, signal } = options;
  if (openReference !== undefined) return await makeCatalogs(plan, openReference, { signal });
  if (reference === "embedded") return await embedded(plan, signal);
  const need = scratchNeed(plan.all);
  if (reference === "auto" && need === null) return await embeddedFirst(plan, options);
  try {
    return await scratch(plan, options, reference === "auto" ? need : null);
  } catch (error) {
    if (!(error instanceof ScratchUnavailable)) throw error;
    if (reference === "scratch") {
      const message = `Cannot make a scratch database: ${error.message}`;
      throw new MigrationError(message, { cause: error });
    }
    return await embeddedInstead(plan, options, error);
  }
}

type Options = ReferenceOptions & { readonly open?: OpenSession | undefined };

async function embedded(
  plan: ReferencePlan,
  signal: AbortSignal | undefined,
): Promise<ReferenceCatalogs> {
  return await makeCatalogs(plan, openPgliteReference, { signal });
}

async function scratch(
  plan: ReferencePlan,
  options: Options,
  reason: string | null,
): Promise<ReferenceCatalogs> {
  const { open, scratchServer: server = open, signal, onReference } = options;
  if (server === undefined) throw new ScratchUnavailable(`no server is named; ${OTHER_SERVER}`);
  let isTold = reason === null;
  return await makeCatalogs(plan, async () => {
    const reference = await openScratchReference({
      server,
      like: open,
      migrations: plan.all,
      signal,
      onLeft: (database) => onReference?.({ kind: "left", database }),
    });
    if (!isTold && reason !== null) onReference?.({ kind: "scratch", reason });
    isTold = true;
    return reference;
  }, { signal });
}

async function embeddedFirst(plan: ReferencePlan, options: Options): Promise<ReferenceCatalogs> {
  try {
    return await embedded(plan, options.signal);
  } catch (error) {
    // A syntax error is one on every server.
    if (!(error instanceof MigrationError) || error.code === "42601") throw error;
    try {
      return await scratch(plan, options, failureText(error));
    } catch (second) {
      throw second instanceof ScratchUnavailable ? inNeither(error, second) : second;
    }
  }
}

/** PGlite is tried where no scratch database can be made: it may do. */
async function embeddedInstead(
  plan: ReferencePlan,
  options: Options,
  unavailable: ScratchUnavailable,
): Promise<ReferenceCatalogs> {
  try {
    const catalogs = await embedded(plan, options.signal);
    options.onReference?.({ kind: "embedded", reason: unavailable.message });
    return catalogs;
  } catch (error) {
    throw error instanceof MigrationError ? inNeither(error, unavailable) : error;
  }
}

function inNeither(error: MigrationError, unavailable: ScratchUnavailable): MigrationError {
  const { migration, statement, code } = error;
  const subject = migration === undefined ? "the definitions" : `"${migration}"`;
  return new MigrationError(
    `Cannot try ${subject}: ${
      failureText(error)
    }, and no scratch database can be made: ${unavailable.message}`,
    { migration, statement, code, cause: error },
  );
}

/** What PGlite could not run, and why. */
function failureText({ migration, statement = "", cause }: MigrationError): string {
  const [line = ""] = statement.split("\n");
  const runner = migration === undefined ? "the definitions say" : `"${migration}" runs`;
  return `${runner} "${line}", which PGlite cannot (${serverReason(cause)})`;
}
