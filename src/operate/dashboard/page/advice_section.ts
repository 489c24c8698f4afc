import { type Html, html } from "../../../base/http/mod.ts";
import type { Finding, Severity } from "../../verify/mod.ts";
import { countText } from "../draw/mod.ts";
import type { Overview } from "../overview.ts";
import { type Status, statusWord } from "./status_word.ts";

/** The most findings of a table. */
const MOST = 100;

const order: Readonly<Record<Severity, readonly [rank: number, status: Status]>> = {
  error: [0, "fail"],
  warning: [1, "warn"],
  info: [2, "skip"],
};

/** What verify advises, the most severe first, each with a remedy to paste. */
export function adviceSection(
  { services }: Pick<Overview, "services">,
  redact: (text: string) => string,
): Html {
  const findings = services.value?.flatMap((one) => one.findings);
  if (findings === undefined) return html`<p class="quiet">Not known yet.</p>`;
  if (findings.length === 0) return html`<p>${statusWord("pass", "Nothing to advise")}</p>`;
  const sorted = findings.toSorted((a, b) => order[a.severity][0] - order[b.severity][0]);
  const pressing = sorted.filter(({ severity }) => severity !== "info");
  const rest = sorted.filter(({ severity }) => severity === "info");
  return html`${
    pressing.length === 0
      ? html`<p>${statusWord("pass", "Nothing to mend")}</p>`
      : findingsTable(pressing, { name: "Advice", redact })
  }${
    rest.length === 0
      ? ""
      : html`<details id="advice-rest"><summary>${
        countText(rest.length)
      } more, good to know</summary>${
        findingsTable(rest, { name: "Good to know", redact })
      }</details>`
  }`;
}

function findingsTable(
  findings: readonly Finding[],
  { name, redact }: { readonly name: string; readonly redact: (text: string) => string },
): Html {
  return html`
    <div class="wide" role="region" aria-label="Table: ${name}" tabindex="0">
      <table>
        <caption>${countText(findings.length, "finding")}${findings.length > MOST
          ? `, of which the first ${MOST}`
          : ""}</caption>
        <thead>
          <tr>
            <th scope="col">How bad</th>
            <th scope="col">What</th>
            <th scope="col">What to do</th>
          </tr>
        </thead>
        <tbody>${findings.slice(0, MOST).map((one) => findingRow(one, redact))}</tbody>
      </table>
    </div>
  `;
}

function findingRow(
  { severity, service, object, sentence, remedy, code }: Finding,
  redact: (text: string) => string,
): Html {
  return html`
    <tr>
      <th scope="row">${statusWord(order[severity][1], severity)}</th>
      <td
        class="any">${redact(sentence)}<br><span class="quiet">${service}${object === undefined
          ? ""
          : `, ${redact(object)}`}, <code>${code}</code></span></td>
      <td class="any"><code>${redact(remedy)}</code></td>
    </tr>
  `;
}
