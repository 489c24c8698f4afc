import { ConfigError } from "../../base/errors.ts";
import { flagOption, type TaskContext } from "../../cli/mod.ts";
import { generateMigration } from "../generate/generate_migration.ts";
import { addToManifest } from "../generate/manifest.ts";
import type { Finding } from "../lint/finding.ts";
import { lintMigrations, lintRules } from "../lint/lint_migrations.ts";
import { openPostgresSession } from "../session/postgres_session.ts";
import { referenceOptions, targetOption } from "./options.ts";
import { loadMigrations, type MigrateProject } from "./project.ts";

/**
 * Runs `migrate new NAME`: writes a module with the difference between definitions and migrations.
 */
export async function newCommand(context: TaskContext, project: MigrateProject): Promise<number> {
  const { folder } = project;
  const name = context.positionals.join(" ");
  if (folder?.protocol !== "file:") {
    throw new ConfigError(
      "Cannot write a migration: the project has no folder for its modules, set one",
    );
  }
  const migrations = await loadMigrations(project);
  const definitions = await project.definitions?.();
  using progress = context.progress("Comparing the definitions with the migrations");
  const { id, modules, empty, warnings, alone } = await generateMigration({
    name,
    migrations,
    open: () => openPostgresSession(project.url()),
    ...referenceOptions(context),
    ...(definitions === undefined ? {} : { definitions }),
    ...(project.specifier === undefined ? {} : { specifier: project.specifier }),
  });
  progress[Symbol.dispose]();
  const manifest = new URL("mod.ts", folder);
  const ids = modules.map((module) => module.id);
  const listed = ids.reduce(addToManifest, await Deno.readTextFile(manifest));
  for (const { id, source } of modules) {
    await Deno.writeTextFile(new URL(`${id}.ts`, folder), source, { createNew: true });
  }
  await Deno.writeTextFile(manifest, listed);
  context.result({ ok: true, id, ids, empty, warnings, alone });
  for (const id of ids) {
    context.print(`Wrote migrations/${id}.ts and listed it in migrations/mod.ts`);
  }
  if (empty) context.print("It is empty: the migrations already match the definitions.");
  if (empty && alone.length > 0) {
    context.print(
      `The definitions do not mention these, which stay as they are: ${alone.join(", ")}`,
    );
  }
  for (const warning of warnings) context.print(`Review before applying: ${warning}`);
  context.print("Next: deno task migrate lint, deno task migrate plan");
  return 0;
}

/** Runs `migrate lint`: lists what would fail, lose data or block others. */
export async function lintCommand(context: TaskContext, project: MigrateProject): Promise<number> {
  if (flagOption(context, "rules")) {
    context.result({ ok: true, rules: lintRules });
    for (const { code, name, reason } of lintRules) context.print(`${code}  ${name}: ${reason}`);
    return 0;
  }
  const target = targetOption(context);
  const definitions = await project.definitions?.();
  const findings = await lintMigrations(await loadMigrations(project), {
    ...(target === undefined ? {} : { target }),
    ...(definitions?.hypertables === undefined
      ? {}
      : { definitions: { hypertables: definitions.hypertables } }),
  });
  const open = findings.filter((finding) => finding.silenced === null);
  const errors = open.filter((finding) => finding.severity === "error");
  const isStrict = flagOption(context, "strict");
  const failed = isStrict ? open.length > 0 : errors.length > 0;
  context.result({ ok: !failed, findings });
  for (const finding of open) {
    for (const line of findingLines(context, finding)) context.print(line);
  }
  context.print(
    open.length === 0
      ? `No findings${findings.length === 0 ? "" : `, ${findings.length} silenced`}.`
      : `${errors.length} errors, ${open.length - errors.length} warnings`,
  );
  return failed ? 1 : 0;
}

function findingLines(context: TaskContext, finding: Finding): readonly string[] {
  const { code, name, migration, direction, statement, reason, remedy } = finding;
  const word = context.statusWord(finding.severity === "error" ? "fail" : "warn");
  const where = `${migration}${direction === "down" ? " (down)" : ""}`;
  return [
    `${word}  ${code} ${name}  ${where}`,
    ...(statement === null ? [] : [`        ${statement}`]),
    `        ${reason}`,
    `        ${remedy}`,
  ];
}
