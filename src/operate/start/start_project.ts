import { createDatabase } from "../../database/mod.ts";
import {
  createMigrator,
  type Migration,
  type MigrationEvent,
  openPostgresSession,
  type RunResult,
} from "../../migrate/mod.ts";
import { type GdpAsKnown, gdpAsKnownOn, loadSample, type SampleSummary } from "../../sample/mod.ts";
import { loadSettings, type Settings } from "../../base/settings/mod.ts";
import {
  type BackendRequest,
  loadTaskSettings,
  type ProgressEvent,
  type StackProfile,
  type StartedStack,
  startStack,
} from "../../stack/mod.ts";
import { verify, type VerifyReport } from "../verify/mod.ts";
import { VERSION } from "../../base/version.ts";

/** The options of {@linkcode startProject}. */
export interface StartOptions {
  /** The project folder. */
  readonly root: string;
  /** The requested backend. */
  readonly requested: BackendRequest;
  /** The services to start. */
  readonly profile: StackProfile;
  /** The limit for starting the services, in milliseconds. */
  readonly timeoutMs: number;
  /** The migrations. */
  readonly migrations: readonly Migration[];
  /** The folder of the sample's facts. */
  readonly sampleFolder: string;
  /** Called with each step of the stack. */
  readonly onStack: (event: ProgressEvent) => void;
  /** Called with each event of the migrations. */
  readonly onMigration: (event: MigrationEvent) => void;
  /** Called before each part. */
  readonly onPart: (part: StartPart) => void;
  /** Aborts the start. */
  readonly signal: AbortSignal;
}

/** A part of the start, in order. */
export type StartPart = "stack" | "migrate" | "sample" | "verify";

/** The result of {@linkcode startProject}. */
export interface StartResult {
  /** The running stack. */
  readonly stack: StartedStack;
  /** The settings with the ports of that stack. */
  readonly settings: Settings;
  /** What the migrations did. */
  readonly migrated: RunResult;
  /** What the sample wrote. */
  readonly sample: SampleSummary;
  /** What verify found. */
  readonly verified: VerifyReport;
  /** Real GDP of one quarter as it was known on three days. */
  readonly answer: readonly GdpAsKnown[];
}

/** Starts a project: services, migrations, sample data for an empty database, checks. */
export async function startProject(options: StartOptions): Promise<StartResult> {
  const { root, requested, profile, timeoutMs, migrations, signal, onPart } = options;
  onPart("stack");
  const stack = await startStack({
    root,
    requested,
    profile,
    timeoutMs,
    signal,
    settings: loadSettings(),
    report: options.onStack,
  });
  const settings = loadTaskSettings({ root });
  onPart("migrate");
  const migrated = await createMigrator({
    open: () => openPostgresSession(settings.database.migrationUrl.reveal()),
    migrations,
    tool: `strata ${VERSION}`,
    onEvent: options.onMigration,
    signal,
  }).up();
  onPart("sample");
  await using database = createDatabase({ settings });
  const sample = await loadSample(database.db, { folder: options.sampleFolder });
  signal.throwIfAborted();
  onPart("verify");
  const verified = await verify({ settings, state: stack.state, signal });
  const answer = await gdpAsKnownOn(database.db);
  return { stack, settings, migrated, sample, verified, answer };
}
