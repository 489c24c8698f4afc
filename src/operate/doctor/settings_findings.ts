import type { SettingsSurvey, SurveyedVariable } from "../../base/settings/mod.ts";
import type { DoctorFinding } from "./finding.ts";

/** Lists the settings in force with where each comes from, after what is wrong with them. */
export function settingsFindings({ problems, variables }: SettingsSurvey): DoctorFinding[] {
  return [
    ...problems.map((detail): DoctorFinding => ({
      status: "fail",
      subject: "settings",
      detail,
      remedy: "correct it in the environment or in .env; .env.example says what each is for",
    })),
    ...variables.map(line),
  ];
}

function line({ name, text, source, explicit }: SurveyedVariable): DoctorFinding {
  const value = text === undefined ? "not set" : text === "" ? "empty" : text;
  const from = source === "unset" ? "" : ` (${source})`;
  return { status: "info", subject: name, detail: `${value}${from}`, minor: !explicit };
}
