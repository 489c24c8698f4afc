import { ConnectionError } from "../base/errors.ts";
import type { Refusal } from "../base/resilience/mod.ts";
import type { ClientProfile } from "./_client.ts";

const codes = { full: "POOL_QUEUE_FULL", timeout: "POOL_TIMEOUT", closed: "POOL_CLOSED" } as const;

/** Creates the error for a caller who gets no connection. */
export function poolRefusal(why: Refusal, profile: ClientProfile): ConnectionError {
  const { label } = profile.target;
  const message = `Cannot get a connection to "${label}": ${stateOf(why, profile)}`;
  return new ConnectionError(message, { service: "timescaledb", code: codes[why] });
}

function stateOf(why: Refusal, { limits }: ClientProfile): string {
  const { acquireTimeoutMs, maxOverflow, maxWaiting, poolSize } = limits;
  switch (why) {
    case "full":
      return `${maxWaiting} callers wait already, send less at once or raise DB_POOL_SIZE or ` +
        "DB_MAX_WAITING";
    case "timeout":
      return `all ${poolSize + maxOverflow} connections were busy for ${acquireTimeoutMs} ms, ` +
        "shorten transactions or raise DB_POOL_SIZE";
    case "closed":
      return "the pool is closed, create another";
  }
}
