import { type Html, html } from "../../../base/http/mod.ts";
import { FALSE_ALARM } from "../../../timescale/mod.ts";
import type { ObservedJob } from "../../observe/mod.ts";
import { countText, instantTag, spanText } from "../draw/mod.ts";
import type { Overview } from "../overview.ts";
import { statusWord } from "./status_word.ts";

/** The policies and other jobs; failed ones first. */
export function jobsSection(
  { catalog }: Pick<Overview, "catalog">,
  redact: (text: string) => string,
): Html {
  const { value } = catalog;
  if (value === null) return html`<p class="quiet">Not known.</p>`;
  if (value.jobs.length === 0) return html`<p class="quiet">There are no policies and no jobs.</p>`;
  const rows = value.jobs.toSorted((a, b) => rank(a) - rank(b) || a.id - b.id);
  return html`
    <div class="wide" role="region" aria-label="Table: Policies and jobs" tabindex="0">
      <table>
        <caption>Policies and jobs, failed ones first</caption>
        <thead>
          <tr>
            <th scope="col">Job</th>
            <th scope="col">State</th>
            <th scope="col">Settings</th>
            <th scope="col">Every</th>
            <th scope="col">Last success</th>
            <th scope="col">Next run</th>
            <th scope="col" class="number">Runs</th>
          </tr>
        </thead>
        <tbody>${rows.map((job) => jobRow(job, redact))}</tbody>
      </table>
    </div>
    ${rows.some(({ failure }) => failure?.isFalseAlarm === true)
      ? html`<p class="quiet">False alarm: ${FALSE_ALARM}.</p>`
      : ""}
  `;
}

function jobRow(job: ObservedJob, redact: (text: string) => string): Html {
  const { id, name, failure, everyMs, lastSucceeded, nextStart, runs, failures } = job;
  return html`
    <tr>
      <th scope="row">${name}${name.startsWith("job ") ? "" : html`
        <span class="quiet">${id}</span>
      `}</th>
      <td>${stateOf(job)}${failure === null || failure.isFalseAlarm
        ? ""
        : html`<p class="message">${redact(failure.message)}</p>`}</td>
      <td>${settingsOf(job)}</td>
      <td>${everyMs > 0 ? spanText(everyMs) : "–"}</td>
      <td>${instantTag(lastSucceeded)}</td>
      <td>${job.scheduled ? instantTag(nextStart, "not planned") : "paused"}</td>
      <td class="number">${countText(runs)}${failures > 0
        ? html`
          <span class="quiet">(${countText(failures)} failed)</span>
        `
        : ""}</td>
    </tr>
  `;
}

function rank({ failure, scheduled }: ObservedJob): number {
  return failure !== null && !failure.isFalseAlarm ? 0 : !scheduled ? 1 : failure !== null ? 2 : 3;
}

function stateOf({ failure, scheduled, isRunning, runs }: ObservedJob): Html {
  if (failure !== null && !failure.isFalseAlarm) return statusWord("fail", "failed");
  if (!scheduled) return statusWord("warn", "paused");
  if (isRunning) return statusWord("pass", "running");
  if (failure !== null) return statusWord("pass", "false alarm");
  return runs === 0 ? statusWord("skip", "never run") : statusWord("pass", "works");
}

/** The settings of policies; those of other jobs may hold anything and stay hidden. */
const shown: ReadonlyMap<string, string> = new Map([
  ["compress_after", "after"],
  ["drop_after", "drops after"],
  ["start_offset", "from"],
  ["end_offset", "to"],
  ["index_name", "by"],
]);

function settingsOf({ config, kind }: ObservedJob): string {
  if (kind === "other") return "–";
  const told = [...shown].flatMap(([key, words]) => {
    const value = config[key];
    return typeof value === "string" || typeof value === "number" ? [`${words} ${value}`] : [];
  });
  return told.length === 0 ? "–" : told.join(", ");
}
