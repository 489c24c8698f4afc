import type { NativeEdition } from "../../stack/mod.ts";
import type { DoctorFinding } from "./finding.ts";

// What Timescale's own instructions say, for the release that this machine runs.
const ADD_SOURCE = [
  "curl -fsSL https://packagecloud.io/timescale/timescaledb/gpgkey |",
  "sudo gpg --dearmor -o /usr/share/keyrings/timescaledb.gpg;",
  'echo "deb [signed-by=/usr/share/keyrings/timescaledb.gpg]',
  "https://packagecloud.io/timescale/timescaledb/debian/",
  '$(. /etc/os-release; echo $VERSION_CODENAME) main" |',
  "sudo tee /etc/apt/sources.list.d/timescaledb.list",
].join(" ");

const RENEW =
  "deno task down; rm -r .strata/native/usr; deno task up; deno task upgrade; deno task migrate";

/** Says which edition of TimescaleDB native has, or would take from where, and how to get another. */
export function editionFindings({ unpacked, source }: NativeEdition): DoctorFinding[] {
  const subject = "TimescaleDB";
  if (unpacked !== undefined) {
    const detail = `${unpacked} is unpacked here`;
    if (!unpacked.includes("Apache")) return [{ status: "pass", subject, detail }];
    return [{
      status: "info",
      subject,
      detail: source === undefined
        ? `${detail}: no compression, policies and continuous aggregates; for the Community ` +
          "edition, add Timescale's source to apt yourself, then take the servers anew"
        : `${detail}; apt's source ${source} has the Community edition`,
      remedy: source === undefined ? `${ADD_SOURCE}; then: ${RENEW}` : RENEW,
    }];
  }
  if (source !== undefined) {
    return [{ status: "pass", subject, detail: `the Community edition, from ${source}` }];
  }
  return [{
    status: "info",
    subject,
    detail:
      "Debian's Apache edition: no compression, policies and continuous aggregates; for the " +
      "Community edition, add Timescale's source to apt yourself before up",
    remedy: ADD_SOURCE,
  }];
}
