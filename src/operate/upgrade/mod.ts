/**
 * Updates of TimescaleDB: what would change, what stands in the way, a rehearsal on a copy, and the
 * one statement.
 * Called by `deno task upgrade`.
 * Never changes PostgreSQL's major version or the packages of the server.
 *
 * @module
 */
export { type AppliedUpgrade, applyUpgrade } from "./apply_upgrade.ts";
export { planLines } from "./plan_lines.ts";
export { planUpgrade, type UpgradeFinding, type UpgradePlan } from "./plan_upgrade.ts";
export { type RehearseOptions, rehearseUpgrade } from "./rehearse.ts";
export { newDifferences } from "./schema_changes.ts";
export { readUpgradeFacts, type UpgradeFacts } from "./upgrade_facts.ts";
