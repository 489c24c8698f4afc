import type { ServerInfo } from "../../../timescale/mod.ts";
import { VERSION } from "../../../base/version.ts";
import { type Contents, readContents } from "../contents/mod.ts";
import { backupName, MANIFEST, type Manifest, manifestText } from "../manifest/mod.ts";
import {
  connectionVariables,
  findProgram,
  type Program,
  type ProgramPlaces,
  runProgram,
} from "../programs/mod.ts";
import type { BackupStore, Draft } from "../store/mod.ts";
import { explained } from "../failure.ts";
import { type HashedSink, hashedSink } from "./hashed_sink.ts";
import { readDatabaseFacts, readRoles } from "./read_facts.ts";
import { type Snapshot, takeSnapshot } from "./snapshot.ts";

/** The dump's name in a backup: an archive of `pg_dump` in its custom format. */
export const DUMP = "database.dump";

/** Options of {@linkcode makeBackup}. */
export interface MakeBackupOptions {
  /** The database, over a direct connection. */
  readonly url: string;
  readonly store: BackupStore;
  readonly places: ProgramPlaces;
  /** Called with what is being done. */
  readonly report?: (text: string) => void;
  /** Called with names of unfinished backups that were removed. */
  readonly onCleaned?: (names: readonly string[]) => void;
  readonly signal?: AbortSignal | undefined;
}

/** A backup that was made. */
export interface MadeBackup {
  readonly name: string;
  readonly place: string;
  readonly manifest: Manifest;
}

/**
 * Makes a backup: a dump, and beside it a manifest with the count and the hash of every table's rows
 * at the same instant. It has its name only when it is whole.
 *
 * @throws {StrataError} If it cannot be made; nothing is left of it.
 */
export async function makeBackup(options: MakeBackupOptions): Promise<MadeBackup> {
  const { url, store, report = () => {}, signal } = options;
  const startedAt = new Date();
  report("looking at the server");
  await using snapshot = await takeSnapshot(url, signal).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw explained("back up", error);
  });
  const program = await findDump(snapshot.server, options.places);
  const cleaned = await store.clean();
  if (cleaned.length > 0) options.onCleaned?.(cleaned);
  signal?.throwIfAborted();
  const database = await readDatabaseFacts(snapshot.client);
  const roles = await readRoles(snapshot.client);
  const name = backupName(database.name, startedAt);
  const draft = await store.begin(name);
  try {
    const sink = await draft.open(DUMP);
    const hashed = hashedSink(DUMP, sink);
    let contents: Contents;
    try {
      contents = await dumpAndRead({ snapshot, program, hashed, ...options });
    } catch (error) {
      await sink.abort();
      throw error;
    }
    const files = [await hashed.close()];
    signal?.throwIfAborted();
    const { postgres, postgresMajor, timescaledb, schema, edition } = snapshot.server;
    const manifest: Manifest = {
      manifest: 1,
      strata: VERSION,
      startedAt: startedAt.toISOString(),
      finishedAt: new Date().toISOString(),
      server: { postgres, postgresMajor, timescaledb, schema, edition },
      program: `pg_dump ${program.version}`,
      database,
      roles: [...roles],
      redis: REDIS,
      files,
      contents,
    };
    await writeText(draft, MANIFEST, await manifestText(manifest));
    await draft.commit();
    return { name, place: store.placeOf(name), manifest };
  } catch (error) {
    await draft.abort();
    throw error;
  }
}

async function writeText(draft: Draft, file: string, text: string): Promise<void> {
  const sink = await draft.open(file);
  try {
    await sink.write(new TextEncoder().encode(text));
    await sink.close();
  } catch (error) {
    await sink.abort();
    throw error;
  }
}

const REDIS = "nothing: Redis holds the turns of requests to sources, which end within seconds";

async function findDump(server: ServerInfo, places: ProgramPlaces): Promise<Program> {
  const major = server.postgresMajor;
  return await findProgram("pg_dump", { least: major, most: major }, places);
}

interface DumpOptions extends MakeBackupOptions {
  readonly snapshot: Snapshot;
  readonly program: Program;
  readonly hashed: HashedSink;
}

/** Dumps and hashes at the same time: both read the same snapshot. If one fails, the other ends. */
async function dumpAndRead(options: DumpOptions): Promise<Contents> {
  const { snapshot, program, hashed, report = () => {} } = options;
  const failed = new AbortController();
  const signal = options.signal === undefined
    ? failed.signal
    : AbortSignal.any([options.signal, failed.signal]);
  // The statement under way ends with its connection.
  failed.signal.addEventListener("abort", () => void snapshot.client.end().catch(() => {}));
  let table = "";
  const tell = () =>
    report(`${megabytes(hashed.bytes)} dumped${table === "" ? "" : `, reading ${table}`}`);
  const guarded = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      failed.abort(error);
      throw error;
    }
  };
  const dump = guarded(runProgram(program, {
    connection: connectionVariables(options.url),
    args: [
      "--format=custom",
      `--snapshot=${snapshot.id}`,
      "--no-password",
      "--lock-wait-timeout=60000",
    ],
    output: async (bytes) => {
      await hashed.write(bytes);
      tell();
    },
    signal,
  }));
  const read = guarded(readContents(snapshot.client, {
    server: snapshot.server,
    now: snapshot.now,
    signal,
    onTable: (name) => {
      table = name;
      tell();
    },
  }));
  const [dumped, contents] = await Promise.allSettled([dump, read]);
  options.signal?.throwIfAborted();
  if (dumped.status === "rejected" || contents.status === "rejected") {
    throw explained("back up", failed.signal.reason);
  }
  return contents.value;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
