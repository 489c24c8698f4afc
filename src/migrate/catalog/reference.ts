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

/** Options for trying definitions and migrations in a reference database. */
export interface ReferenceOptions {
  /**
   * The kind of database. `embedded` is PGlite in this process, which needs no server but has
   * neither TimescaleDB nor extensions. `scratch` is an empty database on the server, dropped at
   * the end. `auto`, the default, is PGlite if it can run the migrations, and a scratch database
   * otherwise.
   */
  readonly reference?: "auto" | "embedded" | "scratch";
  /** Opens an empty database that the caller provides instead. */
  readonly openReference?: OpenReference;
  /**
   * Opens a session to the server for scratch databases; by default, the server of the database.
   */
  readonly scratchServer?: OpenSession;
  /**
   * Called with the choice of database and its reason, and with databases that could not be
   * dropped.
   */
  readonly onReference?: (event: ReferenceEvent) => void;
  /** Aborts the trial and drops its database. */
  readonly signal?: AbortSignal | undefined;
}

/** An event about the reference database. */
export type ReferenceEvent =
  | { readonly kind: "scratch"; readonly reason: string }
  | { readonly kind: "embedded"; readonly reason: string }
  | { readonly kind: "left"; readonly database: string };

/**
 * Creates definitions and migrations in an empty database and reads its catalog.
 *
 * @param options The kind of database. `open` opens a session to the real database, if there is
 * one.
 * @throws {MigrationError} If a definition or a migration cannot be created there.
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
      const message = `Cannot create a scratch database: ${error.message}`;
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
  if (server === undefined) {
    throw new ScratchUnavailable(`there is no server for it; ${OTHER_SERVER}`);
  }
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
    // A syntax error is the same on every server.
    if (!(error instanceof MigrationError) || error.code === "42601") throw error;
    try {
      return await scratch(plan, options, failureText(error));
    } catch (second) {
      throw second instanceof ScratchUnavailable ? inNeither(error, second) : second;
    }
  }
}

/** Tries PGlite if no scratch database can be created, since it may suffice. */
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
    }, and no scratch database can be created: ${unavailable.message}`,
    { migration, statement, code, cause: error },
  );
}

/** Describes what PGlite could not run, and why. */
function failureText({ migration, statement = "", cause }: MigrationError): string {
  const [line = ""] = statement.split("\n");
  const runner = migration === undefined ? "the definitions need" : `"${migration}" runs`;
  return `${runner} "${line}", which PGlite cannot run (${serverReason(cause)})`;
}
