import { ConfigError, StackError } from "../../base/errors.ts";
import type { ServiceName } from "../backend.ts";
import { engineProblem } from "./detect.ts";
import { IMAGE_VARIABLES, isService, type ServicePort } from "./services.ts";

/** A port that something else uses. */
export interface TakenPort extends ServicePort {
  /** The service that needs it. */
  readonly service: ServiceName;
}

/**
 * Creates the error for taken ports. Docker never moves a port: it is part of the container, and
 * others may rely on it.
 */
export function takenPortsError(taken: readonly [TakenPort, ...TakenPort[]]): Error {
  const problems = taken.map(({ service, port, variable }) =>
    `port ${port} of ${service} is in use (${variable})`
  );
  const variables = taken.map(({ variable }) => variable).join(", ");
  const message = `Cannot start the containers: ${problems.join("; ")}, ` +
    `stop what listens there or set ${variables} to another port`;
  if (taken.some(({ explicit }) => explicit)) return new ConfigError(message, { problems });
  return new StackError(message, { service: taken[0].service });
}

/** The names that {@linkcode explainFailure} uses. */
export interface FailureContext {
  /** The ports of the services. */
  readonly ports: Readonly<Record<ServiceName, ServicePort>>;
  /** The images of the services. */
  readonly images: Readonly<Record<ServiceName, string>>;
  /** Hides secrets. */
  readonly redact: (text: string) => string;
}

/**
 * Creates a clear error from the output of `compose up`: a port, an image, an engine that went
 * away, or else the last line. Returns `undefined` if a container failed, because its own log says
 * more.
 */
export function explainFailure(output: string, context: FailureContext): Error | undefined {
  const { ports, images, redact } = context;
  const port = takenPort(output);
  if (port !== undefined) {
    const [service, found] = Object.entries(ports).find(([, at]) => at.port === port) ?? [];
    if (service !== undefined && found !== undefined && isService(service)) {
      return takenPortsError([{ service, ...found }]);
    }
    return new StackError(`Cannot start the containers: port ${port} is in use, free it`, {
      service: "docker",
    });
  }
  const image = failedImage(output);
  if (image !== undefined) {
    const service = serviceOfImage(image.named, images);
    const variable = isService(service) ? IMAGE_VARIABLES[service] : "its variable";
    return new StackError(
      `Cannot get the image of "${service}": ${redact(image.why)}, ` +
        `check the network, or set ${variable} to an image that this machine can reach`,
      { service },
    );
  }
  const name = output.match(/container name "\/?([^"]+)" is already in use/)?.[1];
  if (name !== undefined) {
    return new StackError(
      `Cannot start the containers: the name "${name}" is taken, either by a start that was just ` +
        "interrupted (run deno task up again in a moment) or by a container of something else " +
        "(remove it, or set PROJECT_NAME to another name)",
      { service: "docker" },
    );
  }
  if (/permission denied while|cannot connect to the docker daemon/i.test(output)) {
    return new StackError(`Cannot start the containers: ${engineProblem(output)}`, {
      service: "docker",
    });
  }
  if (/^(container \S+ (is unhealthy|exited)|application not healthy|dependency )/m.test(output)) {
    return undefined;
  }
  return new StackError(
    `Cannot start the containers: ${redact(lastLine(output))}, see deno task logs`,
    { service: "docker" },
  );
}

/** Finds the port in messages of the engine and of Docker Desktop. */
function takenPort(output: string): number | undefined {
  const line = output.split("\n").find((text) =>
    /port is already allocated|address already in use|ports are not available|forbidden by its access/i
      .test(text)
  );
  const port = line?.match(/(?:0\.0\.0\.0|127\.0\.0\.1|\[::1?\]|localhost):(\d+)/)?.[1];
  return port === undefined ? undefined : Number(port);
}

function failedImage(output: string): { named: string; why: string } | undefined {
  const pull = output.match(/^\s*(?:Image )?(\S+) Error (\S.*)$/m);
  const local = output.match(
    /unable to get image '([^']*)': (?:Error response from daemon: )?(.*)/,
  );
  const refused = output.match(
    /^Error response from daemon: (.*(?:manifest|pull access denied|no such image|registry).*)$/im,
  );
  const why = pull?.[2] ?? local?.[2] ?? refused?.[1];
  if (why === undefined) return undefined;
  const named = pull?.[1] ?? local?.[1] ?? "docker";
  return { named, why: why.trim().slice(0, 300) };
}

/** Newer versions of Compose name the image instead of the service. */
function serviceOfImage(named: string, images: FailureContext["images"]): string {
  if (isService(named)) return named;
  return Object.entries(images).find(([, image]) => named.endsWith(image))?.[0] ?? named;
}

function lastLine(output: string): string {
  const lines = output.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  return lines.at(-1)?.slice(0, 300) ?? "Compose said nothing";
}
