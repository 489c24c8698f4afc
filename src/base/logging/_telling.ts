/**
 * Words that this package writes itself. A password equal to one of them is no secret, and hiding
 * it everywhere would make messages unreadable.
 */
const OWN_WORDS = words([
  "admin authentication bucket connect connection database default error extension failed",
  "foundation guest host hypertable localhost market migrate migration migrations minio minioadmin",
  "mongo mongodb password pending kafka postgres postgresql PostgreSQL Postgres public redis Redis",
  "root schema secret server series strata table timescale timescaledb TimescaleDB user valkey",
]);

/**
 * Picks the secrets that are hidden everywhere: long enough to stand out, and not a word that
 * messages need.
 */
export function tellingSecrets(
  secrets: readonly string[],
  shown: Iterable<string>,
): string[] {
  const plain = new Set([...OWN_WORDS, ...words(shown)]);
  return secrets.filter((secret) => isLong(secret) && !plain.has(secret));
}

function isLong(text: string): boolean {
  return text.length >= 6 || (text.length >= 3 && /[^a-z0-9]/i.test(text));
}

/** Collects the texts and the words in them: `trading` too for the host `db.trading.example`. */
function words(texts: Iterable<string>): Set<string> {
  const found = new Set<string>();
  for (const text of texts) {
    found.add(text);
    for (const word of text.split(/[^\p{L}\p{N}]+/u)) found.add(word);
  }
  return found;
}
