/** The questions that reveal a pooler between client and server. */
export interface PoolingProbe {
  /** The process id that the other side reported at login, or null. */
  readonly loginPid: number | null;
  /** Asks which backend serves the connection. */
  backendPid(): Promise<number>;
  /**
   * Asks the same over a second connection, opened meanwhile to the same address; null if it cannot
   * be opened.
   */
  otherBackendPid(): Promise<number | null>;
}

/**
 * How a connection reaches the server: directly, through a pooler that keeps one backend for it
 * (`session`), or through a pooler that may send the next statement to another backend
 * (`transaction`).
 */
export type Pooling = "direct" | "session" | "transaction";

/**
 * Detects how a connection reaches the server, without writing. A pooler reports a process id of
 * its own at login. In transaction mode, connections share backends: in an idle pool the second
 * connection gets the backend that the first has just released; in a busy or round-robin pool the
 * first connection changes its backend. If the mode cannot be determined, the result is
 * `transaction`.
 */
export async function detectPooling(probe: PoolingProbe): Promise<Pooling> {
  const first = await probe.backendPid();
  if (probe.loginPid === null || probe.loginPid === first) return "direct";
  // A busy pool may give such answers once by chance.
  for (let round = 0; round < 3; round++) {
    if (await probe.backendPid() !== first) return "transaction";
    const other = await probe.otherBackendPid();
    if (other === null || other === first) return "transaction";
  }
  return await probe.backendPid() === first ? "session" : "transaction";
}
