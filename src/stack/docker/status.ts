import { z } from "zod";
import { StackError } from "../../base/errors.ts";
import type { ServiceName, ServiceStatus } from "../backend.ts";
import { isService } from "./services.ts";

/** What Compose tells of a container. */
export interface ContainerStatus {
  /** The container. */
  readonly name: string;
  /** Its service. */
  readonly service: ServiceName;
  /** Its image. */
  readonly image: string;
  /** Its state as the engine calls it: `running`, `exited`, `restarting` and so on. */
  readonly state: string;
  /** Its health, empty where there is no health check. */
  readonly health: string;
  /** The code that it ended with. */
  readonly exitCode: number;
  /** Where it is published on this machine. */
  readonly published: { readonly host: string; readonly port: number } | undefined;
}

const container = z.object({
  Name: z.string(),
  Service: z.string(),
  Image: z.string().default(""),
  State: z.string(),
  Health: z.string().default(""),
  ExitCode: z.number().default(0),
  Publishers: z.array(z.object({ URL: z.string(), PublishedPort: z.number() })).nullish(),
});

/**
 * Parses what `compose ps --format json` prints: one object a line, an array in versions before
 * 2.21. Containers of services that are not ours are left out.
 *
 * @throws {StackError} where it is neither.
 */
export function parseComposePs(text: string): ContainerStatus[] {
  const trimmed = text.trim();
  const documents = trimmed.startsWith("[")
    ? parseJson(trimmed)
    : trimmed.split("\n").filter((line) => line.trim() !== "").map(parseJson);
  const parsed = z.array(container).safeParse(documents);
  if (!parsed.success) throw unreadable(parsed.error);
  return parsed.data.flatMap((entry) => {
    if (!isService(entry.Service)) return [];
    // A port that is published for IPv4 and IPv6 comes twice; one that is not published has port 0.
    const publisher = entry.Publishers?.find(({ PublishedPort }) => PublishedPort > 0);
    return [{
      name: entry.Name,
      service: entry.Service,
      image: entry.Image,
      state: entry.State,
      health: entry.Health,
      exitCode: entry.ExitCode,
      published: publisher && { host: publisher.URL, port: publisher.PublishedPort },
    }];
  });
}

/** Makes the report of a service from its container; Kafka has none unless its profile asks. */
export function serviceStatus(
  service: ServiceName,
  container: ContainerStatus | undefined,
): ServiceStatus {
  if (!container) {
    return service === "kafka"
      ? { service, state: "absent", detail: "only with --profile=full" }
      : { service, state: "stopped", detail: "not started" };
  }
  const { published, image } = container;
  const state = stateOf(container);
  return {
    service,
    state,
    ...published,
    detail: state === "stopped" ? `${image}, ${describeEnd(container)}` : image,
  };
}

/** Says how a container that does not run came to that. */
export function describeEnd(container: ContainerStatus): string {
  const { state, exitCode } = container;
  if (state === "exited" || state === "dead") return `ended with code ${exitCode}`;
  if (state === "restarting") return `ends with code ${exitCode} again and again`;
  return state === "created" ? "created but never started" : state;
}

function stateOf({ state, health }: ContainerStatus): ServiceStatus["state"] {
  if (state === "restarting") return "unhealthy";
  if (state !== "running") return "stopped";
  if (health === "starting" || health === "unhealthy") return health;
  return "running";
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw unreadable(error);
  }
}

function unreadable(cause: unknown): StackError {
  return new StackError(
    'Cannot read the state of "docker": docker compose ps printed no JSON that is known, ' +
      "update the Compose plugin",
    { service: "docker", cause },
  );
}
