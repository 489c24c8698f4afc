/**
 * Formats what a server says about a failure: its text, DETAIL and HINT. A detail quotes values
 * from the rows, so show it only to the author of the statement, not for rows that a caller passed
 * in.
 */
export function serverReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { detail, hint } = error as { readonly detail?: unknown; readonly hint?: unknown };
  const told = [["detail", detail], ["hint", hint]].flatMap(([name, text]) =>
    typeof text === "string" && text.trim() !== ""
      ? [`${name}: ${text.trim().replace(/\.$/, "")}`]
      : []
  );
  return told.length === 0 ? error.message : `${error.message} (${told.join("; ")})`;
}
