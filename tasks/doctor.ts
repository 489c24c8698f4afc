import { requirePermissions, runTask } from "../src/cli/mod.ts";
import { surveySettings } from "../src/base/settings/mod.ts";
import { readState, stackVariables } from "../src/stack/mod.ts";
import {
  diagnose,
  diagnosisLines,
  examine,
  reportName,
  reportText,
  writeReport,
} from "../src/operate/doctor/mod.ts";

await runTask({
  name: "doctor",
  summary: "Says what is on this machine, which backend up would take and why, and what stops it.",
  example: "deno task doctor\ndeno task doctor --report",
  options: {
    report: {
      type: "string",
      value: "FILE",
      optional: true,
      description: "Writes all of it into one file without secrets, to attach to a bug report " +
        "(by default strata-report-YYYY-MM-DD.txt).",
    },
  },
  exitCodes: { 1: "something stops up" },
}, async (context) => {
  requirePermissions([{ name: "run" }, { name: "read" }, { name: "net" }, {
    name: "sys",
    kind: "uid",
  }]);
  const root = ".";
  const state = readState(root);
  const settings = surveySettings();
  const taskSettings = state === undefined
    ? settings
    : surveySettings({ defaults: stackVariables(state) });
  const diagnosis = diagnose(await look());
  const report = context.options["report"];
  const now = new Date();
  const path = report === undefined ? null : report === true ? reportName(now) : String(report);
  if (path !== null) {
    const home = Deno.env.get("HOME");
    const redact = (text: string) => context.redact(text);
    await writeReport(path, reportText(diagnosis, { redact, now, home }));
  }
  context.result({ ...diagnosis, report: path });
  const { statusWord, verbose } = context;
  const heading = (title: string) => context.style("bold", title);
  const lines = diagnosisLines(diagnosis, { statusWord, heading, all: verbose });
  for (const line of lines) context.print(line);
  if (path !== null) {
    context.print(`Wrote ${path}, readable by you only: read it before you attach it`);
  }
  return diagnosis.ok ? 0 : 1;

  async function look() {
    await using progress = context.progress("Looking around");
    progress.update("backends, ports, network");
    return await examine({ root, settings, taskSettings, signal: context.signal });
  }
});
