/**
 * What a server says of a failure, for a message: its text, and the DETAIL and HINT that come with it.
 * A detail names values of the statement's own rows: it is for who wrote the statement, not for rows
 * that a caller handed over.
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
