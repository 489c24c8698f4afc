import { type Html, html } from "../../../base/http/mod.ts";
import { countText, instantTag } from "../draw/mod.ts";
import type { Overview } from "../overview.ts";
import { statusWord } from "./status_word.ts";
import { troubleNote } from "./trouble_note.ts";

/** Where the migrations stand, and what drift was found when. */
export function migrationsSection(
  { migrations, drift }: Pick<Overview, "migrations" | "drift">,
): Html {
  const { value } = migrations;
  const open = value?.migrations.filter(({ state }) => state !== "applied") ?? [];
  return html`${troubleNote(migrations)}${
    value === null
      ? ""
      : html`<p>${
        open.length === 0
          ? statusWord("pass", `All ${countText(value.migrations.length, "migration")} applied`)
          : statusWord("fail", `${countText(open.length, "migration")} not in step`)
      }${
        open.length === 0
          ? ""
          : html`: ${
            open.slice(0, 8).map(({ id, state }, i) =>
              html`${i > 0 ? ", " : ""}<code>${id}</code> (${state})`
            )
          }`
      }</p>`
  }
  <p>${driftWords(drift)} <a href="/migrations">Migrations and drift</a></p>`;
}

function driftWords(drift: Overview["drift"]): Html {
  if (drift.value === null) return html`<span class="quiet">Drift was not looked for yet.</span>`;
  const count = drift.value.differences.length;
  return html`${
    count === 0
      ? statusWord("pass", "No drift")
      : statusWord("fail", countText(count, "difference"))
  } <span class="quiet">as of ${instantTag(drift.readAt)}.</span>`;
}
