import { flagOption, listOption, numberOption, runTask, textOption } from "../src/cli/mod.ts";
import { loadTaskSettings, parseServiceName, readState, SERVICE_NAMES } from "../src/stack/mod.ts";
import { openPostgresSession } from "../src/migrate/mod.ts";
import {
  exitCodeOf,
  junitReport,
  reportLines,
  verify,
  verifySchema,
} from "../src/operate/verify/mod.ts";
import { backupState, DEFAULT_FOLDER, listBackups, openStore } from "../src/operate/backup/mod.ts";
import { migrations } from "../migrations/mod.ts";
import { definitions } from "../src/schema/mod.ts";

await runTask({
  name: "verify",
  summary: "Checks every service with a real round trip and advises on what it finds; with " +
    "--strict the schema as well.",
  example: "deno task verify --strict --wait=60\ndeno task verify --fail-on=warning",
  options: {
    strict: { type: "boolean", description: "Checks tables, hypertables and policies as well." },
    "fail-on": {
      type: "string",
      value: "SEVERITY",
      choices: ["error", "warning"],
      default: "error",
      description: "The least severity of advice that fails; --strict does not change it.",
    },
    wait: {
      type: "string",
      value: "S",
      number: { least: 0, most: 86_400 },
      description: "Repeats failed checks for up to this many seconds, until all pass.",
    },
    junit: {
      type: "boolean",
      description: "Prints JUnit XML for CI, a case per service and code: --junit > verify.xml.",
      conflicts: ["json"],
    },
    backups: {
      type: "string",
      value: "PLACE",
      default: DEFAULT_FOLDER,
      description: "Where backups are kept, a folder or s3://BUCKET/PREFIX: their age is judged.",
    },
    service: {
      type: "string",
      value: "a,b",
      multiple: true,
      description: `Checks only these services: ${SERVICE_NAMES.join(", ")}.`,
    },
    timeout: {
      type: "string",
      value: "S",
      number: { least: 1, most: 3_600 },
      default: "5",
      description: "The time limit for each step of a check, in seconds.",
    },
  },
  exitCodes: {
    1: "a check failed, or advice of the severity of --fail-on",
    3: "a service cannot be reached",
  },
}, async (context) => {
  const asked = listOption(context, "service").map(parseServiceName);
  const settings = loadTaskSettings();
  const strict = () =>
    verifySchema({
      open: () => openPostgresSession(settings.database.migrationUrl.reveal()),
      migrations,
      definitions,
    });
  const state = readState(".");
  const place = textOption(context, "backups") ?? DEFAULT_FOLDER;
  const failOn = textOption(context, "fail-on") === "warning" ? "warning" : "error";
  using progress = context.progress("Checking");
  const report = await verify({
    settings,
    state,
    dataFolder: state === undefined || state.backend === "docker" ? undefined : ".strata",
    services: asked.length > 0 ? asked : SERVICE_NAMES,
    timeoutMs: (numberOption(context, "timeout") ?? 5) * 1_000,
    waitMs: (numberOption(context, "wait") ?? 0) * 1_000,
    signal: context.signal,
    failOn,
    backups: {
      place,
      read: async () =>
        backupState(
          await listBackups(openStore(place, { minio: settings.minio, signal: context.signal })),
        ),
    },
    verifySchema: flagOption(context, "strict") ? strict : undefined,
    onRound: (checks) => {
      const failed = checks.filter(({ status }) => status === "fail").map(({ name }) => name);
      progress.update(failed.length > 0 ? `waiting for ${failed.join(", ")}` : "done");
    },
  });
  context.result(report);
  const lines = flagOption(context, "junit")
    ? [junitReport(report, { failOn })]
    : reportLines(report, context.statusWord, context);
  for (const line of lines) context.print(line);
  return exitCodeOf(report);
});
