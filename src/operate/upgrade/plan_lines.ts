import type { TaskContext } from "../../cli/mod.ts";
import type { UpgradePlan } from "./plan_upgrade.ts";

/** Formats a plan for a terminal. */
export function planLines(
  plan: UpgradePlan,
  statusWord: TaskContext["statusWord"],
): readonly string[] {
  const { database, postgres, installed, target, available } = plan;
  const head = `${database}: PostgreSQL ${postgres}, TimescaleDB ${installed ?? "not created"}, ` +
    `the server has ${available.join(", ") || "none"}`;
  return [
    head,
    ...target === null || installed === null
      ? []
      : [`Update: ${installed} → ${target}, ${plan.tested}`],
    ...plan.changes.map(({ since, what }) => `  ${since}: ${what}`),
    ...plan.mends.map((what) => `  ends: ${what}`),
    ...plan.findings.flatMap(({ status, code, detail, remedy }) => [
      `${statusWord(status)}  ${code}: ${detail}`,
      `          → ${remedy}`,
    ]),
    ...plan.statement === null
      ? []
      : [`Statement, first on a connection of its own: ${plan.statement}`],
    ...plan.postgresSteps.length === 0 ? [] : [
      "PostgreSQL's major version (never changed here):",
      ...plan.postgresSteps.map((step) => `  ${step}`),
    ],
    ...conclusion(plan),
  ];
}

function conclusion({ ok, target, installed }: UpgradePlan): string[] {
  if (!ok) return ["The update cannot be made now"];
  if (target === null) return [`Nothing to do: ${installed} is the newest that the server has`];
  return [];
}
