/**
 * A page on loopback: services, migrations, chunks over time, policies, series and their vintages.
 * Called by `deno task dashboard`.
 * Never writes anything, shows no secret, and reads nothing while nobody looks.
 *
 * @module
 */
export { createDashboard, type Dashboard } from "./create_dashboard.ts";
export type { DashboardLimits, DashboardOptions } from "./dashboard_options.ts";
export { type DashboardProject, projectDashboard } from "./project_dashboard.ts";
export { serveDashboard, type ServeDashboardOptions } from "./serve_dashboard.ts";
export { dashboardFlags } from "./task_options.ts";
