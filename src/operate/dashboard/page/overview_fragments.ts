import { html } from "../../../base/http/mod.ts";
import { instantTag } from "../draw/mod.ts";
import type { Overview } from "../overview.ts";
import { adviceSection } from "./advice_section.ts";
import { factsSection } from "./facts_section.ts";
import type { Fragment } from "./fragment.ts";
import { jobsSection } from "./jobs_section.ts";
import { lateSection } from "./late_section.ts";
import { migrationsFragments } from "./migrations_page.ts";
import { migrationsSection } from "./migrations_section.ts";
import { servicesSection } from "./services_section.ts";
import { tablesFragment } from "./tables_section.ts";
import { troubleNote } from "./trouble_note.ts";

/** The parts of the first page, each of which is replaced when it changes. */
export function overviewFragments(
  overview: Overview,
  redact: (text: string) => string,
): readonly Fragment[] {
  const { catalog } = overview;
  const tables = tablesFragment(overview);
  return [
    { id: "trouble", html: troubleNote(catalog) },
    { id: "read", html: readLine(overview) },
    { id: "facts", html: factsSection(overview) },
    { id: "services", html: servicesSection(overview) },
    { id: "advice", html: adviceSection(overview, redact) },
    tables,
    ...tables.parts ?? [],
    { id: "jobs", html: jobsSection({ catalog }, redact) },
    { id: "late", html: lateSection(overview) },
    { id: "migrations", html: migrationsSection(overview) },
    ...migrationsFragments(overview, redact),
  ];
}

function readLine({ catalog }: Overview) {
  const { value, readAt, ms } = catalog;
  if (value === null) return html``;
  const { postgres, timescaledb, edition } = value.server;
  const extension = timescaledb === null
    ? "no TimescaleDB"
    : `TimescaleDB ${timescaledb}, ${edition === "community" ? "Community" : "Apache"} edition`;
  return html`<p class="quiet">PostgreSQL ${postgres}, ${extension}. Read ${
    instantTag(readAt)
  } in ${Math.round(ms ?? 0)} ms.</p>`;
}
