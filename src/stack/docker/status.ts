import { z } from "zod";
import { StackError } from "../../base/errors.ts";
import type { ServiceName, ServiceStatus } from "../backend.ts";
import { isService } from "./services.ts";

/** What Compose reports about a container. */
export interface ContainerStatus {
  /** The container. */
  readonly name: string;
  /** Its service. */
  readonly service: ServiceName;
  /** Its image. */
  readonly image: string;
  /** Its state in the engine's words: `running`, `exited`, `restarting` and so on. */
  readonly state: string;
  /** Its health; empty if there is no health check. */
  readonly health: string;
  /** Its exit code. */
  readonly exitCode: number;
  /** The address where it is published on this machine. */
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
 * Parses the output of `compose ps --format json`: one object per line, or an array before version
 * 2.21. Containers of other services are left out.
 *
 * @throws {StackError} If it is neither.
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
    // A port published for IPv4 and IPv6 is listed twice; an unpublished one has port 0.
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

/** Builds the report of a service from its container; Kafka has one only in its profile. */
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

/** Describes how a container ended. */
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
