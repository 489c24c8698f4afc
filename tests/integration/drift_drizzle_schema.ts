// The schema a service gives to drizzle-kit: its tables and types, and each view as an existing
// one.
import { pgView } from "drizzle-orm/pg-core";

export { quality, readings, sites } from "./drift_fixture.ts";

export const readingsHourly = pgView("readings_hourly", {}).existing();
export const readingsDaily = pgView("readings_daily", {}).existing();
export const brightSites = pgView("bright_sites", {}).existing();
