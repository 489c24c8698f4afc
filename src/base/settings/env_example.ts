import { type Variable, variables } from "./variables.ts";

const HEADER = `# Settings of Strata. Copy this file to .env and keep what differs: the process
# environment wins over .env, .env over the defaults, which are the values shown here. An empty
# value counts as not set, but for user and passwords where it means "none". A value with #, quotes
# or blanks at its ends goes in single quotes. A port that is set here is never moved to a free one.
`;

/** Writes the text of `.env.example`: every variable with its default. */
export function envExample(list: readonly Variable[] = variables): string {
  let text = HEADER;
  let group = "";
  for (const variable of list) {
    if (variable.group !== group) {
      group = variable.group;
      text += `\n# --- ${group} ---\n`;
    }
    text += `# ${variable.description}\n${variable.name}=${variable.default ?? ""}\n`;
  }
  return text;
}
