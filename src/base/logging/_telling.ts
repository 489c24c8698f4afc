/**
 * Words that the package itself writes. A password that is one of them tells nobody anything, and
 * hiding it everywhere would make messages unreadable.
 */
const OWN_WORDS = words([
  "admin authentication bucket connect connection database default error extension failed",
  "foundation guest host hypertable localhost market migrate migration migrations minio minioadmin",
  "mongo mongodb password pending kafka postgres postgresql PostgreSQL Postgres public redis Redis",
  "root schema secret server series strata table timescale timescaledb TimescaleDB user valkey",
]);

/**
 * Picks the secrets that are hidden wherever they show: those long enough to be told from other
 * text, and unlike every word that messages need.
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

/** The texts and the words in them: of a host `db.trading.example`, `trading` too. */
function words(texts: Iterable<string>): Set<string> {
  const found = new Set<string>();
  for (const text of texts) {
    found.add(text);
    for (const word of text.split(/[^\p{L}\p{N}]+/u)) found.add(word);
  }
  return found;
}
