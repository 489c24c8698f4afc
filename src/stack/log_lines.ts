import type { LogsOptions, ServiceName } from "./backend.ts";
import { readLines } from "./tail.ts";

/** A service and its log file. */
export interface ServiceLog {
  /** The service. */
  readonly service: ServiceName;
  /** The file. */
  readonly path: string;
}

/**
 * Reads the log files of services; with several, each line starts with the service's name. Without
 * following, the services come one after the other; with it, lines come as they are written.
 */
export async function* readServiceLogs(
  logs: readonly ServiceLog[],
  options: LogsOptions,
): AsyncIterable<string> {
  const wanted = logs.filter(({ service }) =>
    options.service === undefined || options.service === service
  );
  const width = Math.max(0, ...wanted.map(({ service }) => service.length));
  const sources = wanted.map(({ service, path }) => ({
    prefix: wanted.length > 1 ? `${service.padEnd(width)} | ` : "",
    lines: readLines(path, options)[Symbol.asyncIterator](),
  }));
  if (options.follow) return yield* interleave(sources);
  for (const source of sources) yield* interleave([source]);
}

interface Source {
  readonly prefix: string;
  readonly lines: AsyncIterator<string>;
}

async function* interleave(sources: readonly Source[]): AsyncIterable<string> {
  const take = async (source: Source) => ({ source, result: await source.lines.next() });
  const pending = new Map(sources.map((source) => [source, take(source)]));
  while (pending.size > 0) {
    const { source, result } = await Promise.race(pending.values());
    if (result.done) {
      pending.delete(source);
      continue;
    }
    pending.set(source, take(source));
    yield source.prefix + result.value;
  }
}
