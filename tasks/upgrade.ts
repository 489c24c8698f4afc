import { ConfigError } from "../src/base/errors.ts";
import { flagOption, runTask, textOption } from "../src/cli/mod.ts";
import { openPostgresSession } from "../src/migrate/mod.ts";
import { type SchemaReport, verifySchema } from "../src/operate/verify/mod.ts";
import { loadTaskSettings } from "../src/stack/mod.ts";
import {
  applyUpgrade,
  newDifferences,
  planLines,
  planUpgrade,
  readUpgradeFacts,
  rehearseUpgrade,
} from "../src/operate/upgrade/mod.ts";
import { migrations } from "../migrations/mod.ts";
import { definitions } from "../src/schema/mod.ts";

await runTask({
  name: "upgrade",
  summary: "Updates TimescaleDB in the database to a version that the server has.",
  example: "deno task upgrade --plan\ndeno task upgrade --dry-run\ndeno task upgrade --yes",
  options: {
    plan: {
      type: "boolean",
      description: "Says what would change and what stands in the way; changes nothing.",
      conflicts: ["dry-run", "yes"],
    },
    "dry-run": {
      type: "boolean",
      description: "Makes the update in a copy of the database, which nobody may be using.",
      conflicts: ["yes"],
    },
    to: {
      type: "string",
      value: "VERSION",
      description: "The version to update to; by default the one that the server would install.",
    },
    yes: { type: "boolean", short: "y", description: "Does not ask before the update." },
  },
}, async (context) => {
  const to = textOption(context, "to");
  if (to !== undefined && !/^\d+\.\d+(\.\d+)?[\w.-]*$/.test(to)) {
    throw new ConfigError(`Cannot update to "${to}": write a version like 2.29.2`);
  }
  const url = loadTaskSettings().database.migrationUrl.reveal();
  const plan = planUpgrade(await readUpgradeFacts(url), to);
  context.result({ ...plan, applied: null });
  for (const line of planLines(plan, context.statusWord)) context.print(line);
  if (!plan.ok) return 1;
  if (plan.target === null || flagOption(context, "plan")) return 0;
  const { target } = plan;

  const looks: SchemaReport[] = [];
  const inspect = async (where: string) => {
    looks.push(
      await verifySchema({ open: () => openPostgresSession(where), migrations, definitions }),
    );
  };
  const isRehearsal = flagOption(context, "dry-run");
  if (!isRehearsal && !flagOption(context, "yes")) {
    if (!context.interactive) {
      throw new ConfigError(`Cannot update to "${target}": nobody can be asked, add --yes`);
    }
    if (!await context.confirm(`Update TimescaleDB in "${plan.database}" to ${target}?`)) {
      context.print("Nothing was changed");
      return 1;
    }
  }
  const applied = await work();
  const [before, after] = looks.length > 1 ? looks : [undefined, looks[0]];
  const differences = after === undefined ? [] : newDifferences(before, after);
  const ok = differences.length === 0;
  context.result({ ...plan, ok, applied: { ...applied, rehearsal: isRehearsal, differences } });
  const where = isRehearsal ? "a copy, which is dropped again" : `"${plan.database}"`;
  context.print(`Updated ${where}: ${plan.installed} → ${applied.version} (${applied.tookMs} ms)`);
  for (const { object, property, expected, actual } of differences) {
    const values = `expected ${JSON.stringify(expected)}, found ${JSON.stringify(actual)}`;
    context.print(`${context.statusWord("fail")}  ${object}, ${property}: ${values}`);
  }
  const as = before === undefined ? "as declared" : "as it was before";
  context.print(`The schema is ${ok ? as : `not ${as}`}`);
  if (ok && !isRehearsal) context.print("Next: restart services, then deno task verify --strict");
  return ok ? 0 : 1;

  async function work() {
    await using progress = context.progress("Updating");
    if (isRehearsal) {
      const report = (step: string) => progress.update(step);
      return await rehearseUpgrade(url, target, { inspect, report });
    }
    // Where the old library is gone, nothing can be looked at before.
    if (plan.comparable) await inspect(url);
    progress.update(`to ${target}`);
    const applied = await applyUpgrade(url, target);
    await inspect(url);
    return applied;
  }
});
