import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadSettings, type Settings } from "../../src/base/settings/mod.ts";
import { runCommand } from "../../src/stack/command.ts";
import { detectDocker } from "../../src/stack/docker/detect.ts";
import { type Backend, dockerBackend, type UpOptions } from "../../src/stack/mod.ts";
import { freePort } from "./stack_support.ts";

const COMPOSE_FILE = fileURLToPath(new URL("../../docker-compose.yml", import.meta.url));

/** Why containers cannot be tested here; tests do not pull images. */
export async function dockerIsMissing(): Promise<string | undefined> {
  const { available, reason, compose } = await detectDocker();
  if (!available || compose?.[0] !== "docker") return `needs Docker: ${reason}`;
  const { stdout } = await runCommand([
    "docker",
    "compose",
    `--file=${COMPOSE_FILE}`,
    "config",
    "--images",
  ]);
  const images = stdout.split("\n").filter((line) => line !== "");
  const absent: string[] = [];
  for (const image of images) {
    const { code } = await runCommand(["docker", "image", "inspect", "--format=.", image]);
    if (code !== 0) absent.push(image);
  }
  return absent.length > 0
    ? `needs the images: docker compose pull (${absent.join(", ")})`
    : undefined;
}

/** A project folder with its own containers. */
export interface DockerProject {
  /** Its backend. */
  readonly backend: Backend;
  /** The folder. */
  readonly root: string;
  /** Writes `.env` with these values, the ports and the name, and reads it. */
  settings(more?: Readonly<Record<string, string>>): Settings;
  /** Starts the containers and returns the reported events. */
  up(settings: Settings, options?: Partial<UpOptions>): Promise<string[]>;
  /** Stops them. */
  down(settings: Settings, options?: { readonly volumes: boolean }): Promise<void>;
}

/**
 * Creates a project with its own name and ports, and destroys its containers and volumes
 * afterwards.
 */
export async function withDockerProject(
  work: (project: DockerProject) => Promise<void>,
): Promise<void> {
  const root = await Deno.makeTempDir({ prefix: "strata é " });
  const project = openProject(root);
  try {
    await Deno.copyFile(COMPOSE_FILE, join(root, "docker-compose.yml"));
    await work(project);
  } finally {
    await project.down(project.settings(), { volumes: true });
    await Deno.remove(root, { recursive: true });
  }
}

function openProject(root: string): DockerProject {
  const base = {
    PROJECT_NAME: `strata-test-${crypto.randomUUID().slice(0, 8)}`,
    POSTGRES_PORT: String(freePort()),
    REDIS_PORT: String(freePort()),
    MONGO_PORT: String(freePort()),
    MINIO_PORT: String(freePort()),
    POSTGRES_PASSWORD: `canary "pg" $HOME \\\``,
    REDIS_PASSWORD: `canary "redis" $HOME \\`,
    MONGO_PASSWORD: "canary/mongo@$HOME",
    MINIO_SECRET_KEY: "canary minio $HOME",
  };
  const backend = dockerBackend(root);
  return {
    backend,
    root,
    settings(more = {}) {
      const lines = Object.entries({ ...base, ...more }).map(([name, text]) =>
        `${name}='${text}'\n`
      );
      const envFile = join(root, ".env");
      Deno.writeTextFileSync(envFile, lines.join(""));
      return loadSettings({ env: {}, envFile });
    },
    async up(settings, options = {}) {
      const told: string[] = [];
      const report: UpOptions["report"] = ({ message }) => told.push(message);
      await backend.up({ profile: "default", timeoutMs: 300_000, settings, report, ...options });
      return told;
    },
    async down(settings, { volumes } = { volumes: false }) {
      await backend.down({ volumes, timeoutMs: 120_000, settings, report: () => {} });
    },
  };
}
