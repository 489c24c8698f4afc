import { type Html, html } from "../../../base/http/mod.ts";
import type { AdvisedCheck } from "../../verify/mod.ts";
import { countText, instantTag } from "../draw/mod.ts";
import type { Overview } from "../overview.ts";
import { statusWord } from "./status_word.ts";
import { troubleNote } from "./trouble_note.ts";

const words = { pass: "works", warn: "look", fail: "fails", skip: "not here" } as const;

/** The services with what verify found. */
export function servicesSection({ services }: Pick<Overview, "services">): Html {
  const { value, readAt } = services;
  return html`${troubleNote(services)}${
    value === null ? "" : html`
      <ul class="services">${value.map(serviceCard)}</ul>
      <p class="quiet">Checked ${instantTag(readAt)} with a round trip to each.</p>
    `
  }`;
}

function serviceCard({ check, findings }: AdvisedCheck): Html {
  const { name, status, latencyMs, detail } = check;
  const latency = latencyMs === null ? "" : html`<span class="quiet">${latencyMs} ms</span>`;
  const pressing = findings.filter(({ severity }) => severity !== "info").length;
  const advice = pressing === 0
    ? ""
    : html`, <a href="#h-advice">${countText(pressing)} to mend</a>`;
  return html`
    <li class="card service ${status}">
      <h3>${name}</h3>
      <p>${statusWord(status, words[status])} ${latency}</p>
      <p class="detail">${detail}${advice}</p>
    </li>
  `;
}
