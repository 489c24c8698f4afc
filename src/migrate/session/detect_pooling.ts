/** What a connection is asked in order to tell whether a pooler stands between. */
export interface PoolingProbe {
  /** The process that the log-in named as the other side's, or null where it named none. */
  readonly loginPid: number | null;
  /** Asks the connection which backend answers. */
  backendPid(): Promise<number>;
  /** Asks a second connection to the same address, at the same time; null where there is none to be had. */
  otherBackendPid(): Promise<number | null>;
}

/**
 * How a connection reaches the server: `direct`, through something that keeps one backend for it
 * (`session`), or through a pooler that may give its next statement to another backend.
 */
export type Pooling = "direct" | "session" | "transaction";

/**
 * Tells how a connection reaches the server, by reading alone. A pooler names a process of its own at
 * log-in. If it pools by transaction, statements meet the backends of other connections: on an idle
 * pool the second connection gets the backend that the first has just given back, on a busy one or one
 * that goes round the first changes its own. What cannot be told counts as pooled by transaction.
 */
export async function detectPooling(probe: PoolingProbe): Promise<Pooling> {
  const first = await probe.backendPid();
  if (probe.loginPid === null || probe.loginPid === first) return "direct";
  // A busy pool may give the same answers once by chance.
  for (let round = 0; round < 3; round++) {
    if (await probe.backendPid() !== first) return "transaction";
    const other = await probe.otherBackendPid();
    if (other === null || other === first) return "transaction";
  }
  return await probe.backendPid() === first ? "session" : "transaction";
}
