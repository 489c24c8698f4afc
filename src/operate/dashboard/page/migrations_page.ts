import { type Html, html } from "../../../base/http/mod.ts";
import type { Difference } from "../../../migrate/mod.ts";
import { countText, instantTag } from "../draw/mod.ts";
import type { Overview } from "../overview.ts";
import { type Fragment, liveElement } from "./fragment.ts";
import { statusWord } from "./status_word.ts";
import { troubleNote } from "./trouble_note.ts";

/** The parts of the page of migrations and drift. */
export function migrationsFragments(
  { migrations, drift, isLooking }: Pick<Overview, "migrations" | "drift" | "isLooking">,
  redact: (text: string) => string,
): readonly Fragment[] {
  return [
    {
      id: "ledger",
      html: html`${troubleNote(migrations)}${
        migrations.value === null ? "" : ledgerTable(migrations.value.migrations)
      }`,
    },
    {
      id: "drift",
      html: isLooking
        ? html`<p>${
          statusWord("skip", "Being looked for")
        } <span class="quiet">This takes some seconds: a page without a script has to be loaded again.</span></p>`
        : html`${drift.trouble === null ? "" : troubleNote(drift)}${
          drift.value === null ? driftAsk("Look for it now") : driftTable(drift, redact)
        }`,
    },
  ];
}

/** The page of migrations and drift out of its fragments. */
export function migrationsPage(fragments: readonly Fragment[]): Html {
  const live = (id: string) =>
    liveElement(fragments.find((one) => one.id === id) ?? { id, html: html`` });
  return html`
    <h1>Migrations and drift</h1>
    <section aria-labelledby="h-ledger"><h2 id="h-ledger">Ledger</h2>${live("ledger")}</section>
    <section aria-labelledby="h-drift"><h2 id="h-drift">Drift</h2>${live("drift")}</section>
  `;
}

type Migrations = NonNullable<Overview["migrations"]["value"]>["migrations"];

function ledgerTable(migrations: Migrations): Html {
  return html`
    <div class="wide" role="region" aria-label="Table: Migrations" tabindex="0">
      <table>
        <caption>${countText(migrations.length, "migration")}, newest first</caption>
        <thead>
          <tr>
            <th scope="col">Migration</th>
            <th scope="col">State</th>
            <th scope="col">Applied</th>
          </tr>
        </thead>
        <tbody>${migrations.toReversed().map(({ id, state, row }) =>
          html`
            <tr>
              <th scope="row"><code>${id}</code></th>
              <td>${statusWord(
                state === "applied" ? "pass" : state === "pending" ? "warn" : "fail",
                state,
              )}</td>
              <td>${instantTag(row?.finishedAt ?? null, "not yet")}</td>
            </tr>
          `
        )}</tbody>
      </table>
    </div>
  `;
}

function driftAsk(words: string): Html {
  return html`<p>The declared tables, the migrations and the live catalog are compared where that is asked
    for, since it takes some seconds. <a class="button" href="/migrations?drift=now">${words}</a></p>`;
}

function driftTable({ value, readAt }: Overview["drift"], redact: (text: string) => string): Html {
  const differences = value?.differences ?? [];
  return html`<p>${
    differences.length === 0
      ? statusWord("pass", "The live catalog is as declared")
      : statusWord("fail", countText(differences.length, "difference"))
  } <span class="quiet">as of ${instantTag(readAt)}.</span></p>${
    differences.length === 0 ? "" : html`
      <div class="wide" role="region" aria-label="Table: Differences" tabindex="0">
        <table>
          <caption>What differs; deno task migrate converge mends what is safe</caption>
          <thead>
            <tr>
              <th scope="col">Object</th>
              <th scope="col">Property</th>
              <th scope="col">Declared</th>
              <th scope="col">Found</th>
            </tr>
          </thead>
          <tbody>${differences.map((one) => differenceRow(one, redact))}</tbody>
        </table>
      </div>
    `
  }${driftAsk("Look again")}`;
}

function differenceRow(
  { object, property, expected, actual }: Difference,
  redact: (text: string) => string,
): Html {
  return html`
    <tr>
      <th scope="row"><code>${object}</code></th>
      <td>${property}</td>
      <td>${redact(expected ?? "nothing")}</td>
      <td>${redact(actual ?? "nothing")}</td>
    </tr>
  `;
}
