import { type Html, html } from "../../../base/http/mod.ts";
import type { ObservedHypertable } from "../../observe/mod.ts";
import { bytesText, countText, ratioText } from "../draw/mod.ts";
import type { Overview } from "../overview.ts";
import { compressionOf, sizeOf } from "./table_figures.ts";

/** The figures that stand on top: how much there is, and what wants a look. */
export function factsSection({ catalog, late, migrations, services }: Overview): Html {
  const { value } = catalog;
  if (value === null) return html``;
  const { hypertables, jobs } = value;
  const chunks = hypertables.flatMap((table) => table.chunks);
  const compression = compressionOf(chunks);
  const failed = jobs.filter(({ failure }) => failure !== null && !failure.isFalseAlarm).length;
  const lateCount = late.value?.length ?? null;
  const pending = migrations.value?.migrations.filter(({ state }) => state !== "applied").length;
  return html`<dl class="facts">
    ${
    fact(
      ["On disk", "#h-tables"],
      bytesText(sizeOf(chunks)),
      countText(tables(hypertables), "hypertable"),
    )
  }
    ${
    fact(
      ["Chunks", "#h-tables"],
      countText(chunks.length),
      `${countText(chunks.filter(isCompressed).length)} compressed`,
    )
  }
    ${
    fact(
      ["Compression", "#h-tables"],
      compression === null ? "–" : ratioText(compression.bytesBefore, compression.bytesAfter),
      compression === null
        ? "nothing is compressed"
        : `${bytesText(compression.bytesBefore)} before`,
    )
  }
    ${adviceFact(services)}
    ${
    fact(
      ["Failed jobs", "#h-jobs"],
      String(failed),
      `of ${countText(jobs.length, "job")}`,
      failed > 0,
    )
  }
    ${
    fact(
      ["Late series", "#h-late"],
      lateCount === null ? "–" : String(lateCount),
      lateCount === null ? "not known" : lateCount === 0 ? "all that are due are here" : "overdue",
      (lateCount ?? 0) > 0,
    )
  }
    ${
    fact(
      ["Migrations", "/migrations"],
      pending === undefined ? "–" : pending === 0 ? "in step" : String(pending),
      pending === undefined
        ? "not known"
        : pending === 0
        ? countText(migrations.value?.migrations.length ?? 0, "migration")
        : "not in step",
      (pending ?? 0) > 0,
    )
  }
  </dl>`;
}

function fact(
  [name, href]: readonly [string, string],
  value: string,
  beside: string,
  isBad = false,
): Html {
  return html`
    <div class="card fact${isBad ? " bad" : ""}">
      <dt><a href="${href}">${name}</a></dt>
      <dd><strong>${isBad
        ? html`<span aria-hidden="true">! </span>`
        : ""}${value}</strong> <span class="quiet">${beside}</span></dd>
    </div>
  `;
}

function adviceFact({ value }: Overview["services"]): Html {
  const findings = value?.flatMap((one) => one.findings);
  const pressing = findings?.filter(({ severity }) => severity !== "info").length;
  return fact(
    ["Advice", "#h-advice"],
    pressing === undefined ? "–" : String(pressing),
    pressing === undefined ? "not known" : pressing === 0 ? "nothing to mend" : "with what to do",
    findings?.some(({ severity }) => severity === "error") ?? false,
  );
}

function tables(hypertables: readonly ObservedHypertable[]): number {
  return hypertables.filter(({ isAggregate }) => !isAggregate).length;
}

function isCompressed({ state }: { readonly state: string }): boolean {
  return state !== "uncompressed";
}
