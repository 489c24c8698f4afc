import { type Html, html } from "../../../base/http/mod.ts";
import type { Check } from "../../verify/mod.ts";
import { instantTag } from "../draw/mod.ts";
import type { Overview } from "../overview.ts";
import { statusWord } from "./status_word.ts";
import { troubleNote } from "./trouble_note.ts";

const words = { pass: "works", warn: "look", fail: "fails", skip: "not here" } as const;

/** The services with what verify found. */
export function servicesSection({ services }: Pick<Overview, "services">): Html {
  const { value, readAt } = services;
  return html`${troubleNote(services)}${
    value === null ? "" : html`
      <ul class="services">${value.map(({ check }) => serviceCard(check))}</ul>
      <p class="quiet">Checked ${instantTag(readAt)} with a round trip to each.</p>
    `
  }`;
}

function serviceCard({ name, status, latencyMs, detail }: Check): Html {
  const latency = latencyMs === null ? "" : html`<span class="quiet">${latencyMs} ms</span>`;
  return html`
    <li class="card service ${status}">
      <h3>${name}</h3>
      <p>${statusWord(status, words[status])} ${latency}</p>
      <p class="detail">${detail}</p>
    </li>
  `;
}
