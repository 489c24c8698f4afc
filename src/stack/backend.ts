import type { Settings } from "../base/settings/mod.ts";

/** The services a stack may include, as `verify` names them. */
export type ServiceName = "timescaledb" | "redis" | "mongodb" | "kafka" | "minio";

/** The ways in which a stack can run. */
export type BackendName = "docker" | "native" | "embedded";

/** The set of services: `default`, or `full` with Kafka. */
export type StackProfile = "default" | "full";

/** Whether a backend can run on this machine. */
export interface Availability {
  /** Whether `up` is expected to work. */
  readonly available: boolean;
  /**
   * The reason and, if unavailable, the remedy; one sentence that follows the backend's name and a
   * colon.
   */
  readonly reason: string;
}

/** A progress report of a backend. */
export interface ProgressEvent {
  /** The service, if the event is about one. */
  readonly service?: ServiceName;
  /** One line for people, without secrets. */
  readonly message: string;
  /** `step` is progress; `note` must stay visible to the user (a moved port). */
  readonly kind: "step" | "note";
}

/** The address of a service of the running stack. */
export interface ServiceAddress {
  /** The host, `127.0.0.1` for every backend of this package. */
  readonly host: string;
  /** The port on that host. */
  readonly port: number;
  /** The process id, if the backend knows it. */
  readonly pid?: number;
}

/** The running stack, as stored in `.strata/state.json`. */
export interface StackState {
  /** The backend that runs it. */
  readonly backend: BackendName;
  /** The profile it was started with. */
  readonly profile: StackProfile;
  /** The services that it runs; those that the backend lacks are left out. */
  readonly services: Readonly<Partial<Record<ServiceName, ServiceAddress>>>;
  /** The time of its start, ISO 8601 in UTC. */
  readonly startedAt: string;
}

/** The state of one service. */
export interface ServiceStatus {
  /** The service. */
  readonly service: ServiceName;
  /**
   * `absent` means that the backend does not have the service, `stopped` that it is not running.
   */
  readonly state: "running" | "starting" | "stopped" | "unhealthy" | "absent";
  /** The host it listens on. */
  readonly host?: string;
  /** The port it listens on. */
  readonly port?: number;
  /** Its process id, if the backend knows it. */
  readonly pid?: number;
  /** A detail for people: an image, a reason. */
  readonly detail?: string;
  /** The version of the server, if known. */
  readonly version?: string;
}

/** Options of {@linkcode Backend.up}. */
export interface UpOptions {
  /** The services to start. */
  readonly profile: StackProfile;
  /** The limit for the whole start, in milliseconds. */
  readonly timeoutMs: number;
  /** The credentials and ports. */
  readonly settings: Settings;
  /** Called with each step. */
  readonly report: (event: ProgressEvent) => void;
  /** Ends the start early. */
  readonly signal?: AbortSignal | undefined;
}

/** Options of {@linkcode Backend.down}. */
export interface DownOptions {
  /** Whether the data is destroyed as well. */
  readonly volumes: boolean;
  /** The limit for the whole stop, in milliseconds. */
  readonly timeoutMs: number;
  /** The credentials and ports, for backends that need them to find their services. */
  readonly settings: Settings;
  /** Called with each step. */
  readonly report: (event: ProgressEvent) => void;
  /** Ends the stop early. */
  readonly signal?: AbortSignal | undefined;
}

/** Options of {@linkcode Backend.logs}. */
export interface LogsOptions {
  /** The service to read; by default all of them. */
  readonly service?: ServiceName;
  /** How many of its last lines a service gives first; by default all. */
  readonly lines?: number;
  /** Whether to continue with new lines until the signal aborts. */
  readonly follow: boolean;
  /** Ends the reading. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * A way to run the services.
 * A backend belongs to one project folder and keeps its files below that folder's `.strata/`. The
 * caller, `startStack`, handles the state file and the lock against concurrent `up`.
 */
export interface Backend {
  /** Its name, as `--backend` takes it. */
  readonly name: BackendName;
  /** The services that it can run in a profile. */
  services(profile: StackProfile): readonly ServiceName[];
  /** Checks whether it can run here, without changing anything. */
  detect(signal?: AbortSignal): Promise<Availability>;
  /**
   * Starts what is not running and waits until each service is healthy; returns quickly if all are.
   *
   * @throws {StackError} If a service cannot be started.
   * @throws {ConfigError} If a port that the user set is taken.
   */
  up(options: UpOptions): Promise<StackState>;
  /** Stops every service; does nothing if none runs. */
  down(options: DownOptions): Promise<void>;
  /** Reports the state of every service, including those that it does not have. */
  ps(): Promise<readonly ServiceStatus[]>;
  /**
   * Reads the services' logs line by line; with several services, each line starts with the
   * service's name.
   */
  logs(options: LogsOptions): AsyncIterable<string>;
}
