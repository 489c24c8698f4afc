import { z } from "zod";
import type { Contents } from "../contents/contents.ts";
import { contentsShape } from "../contents/contents.ts";

/** The name of the manifest in a backup's folder. */
export const MANIFEST = "manifest.json";

const file = z.object({ name: z.string(), bytes: z.number().int(), sha256: z.string() });

const role = z.object({
  name: z.string(),
  attributes: z.array(z.string()),
  memberOf: z.array(z.string()),
  settings: z.array(z.string()),
});

const shape = z.object({
  manifest: z.literal(1),
  strata: z.string(),
  startedAt: z.string(),
  finishedAt: z.string(),
  server: z.object({
    postgres: z.string(),
    postgresMajor: z.number().int(),
    timescaledb: z.string().nullable(),
    schema: z.string().nullable(),
    edition: z.enum(["community", "apache", "none"]),
  }),
  program: z.string(),
  database: z.object({
    name: z.string(),
    owner: z.string(),
    encoding: z.string(),
    provider: z.string(),
    collate: z.string(),
    ctype: z.string(),
    locale: z.string().nullable(),
    grants: z.array(z.object({
      grantee: z.string(),
      privilege: z.string(),
      isGrantable: z.boolean(),
    })),
    settings: z.array(z.object({ role: z.string().nullable(), setting: z.string() })),
  }),
  roles: z.array(role),
  redis: z.string(),
  files: z.array(file),
  contents: contentsShape,
});

/** What a backup says of itself. */
export type Manifest = z.infer<typeof shape> & { readonly contents: Contents };

/** A file of a backup. */
export type BackupFile = z.infer<typeof file>;

/** A role that the database's objects name, without its password. */
export type RoleFacts = z.infer<typeof role>;

/** What `create database` and its grants and settings need. */
export type DatabaseFacts = Manifest["database"];

/** Thrown where a manifest is not as it was written. */
export class ManifestProblem extends Error {
  override readonly name: string = "ManifestProblem";
}

/** Formats a manifest, with a seal by which an edited one is known. */
export async function manifestText(manifest: Manifest): Promise<string> {
  const seal = await sealOf(manifest);
  return `${JSON.stringify({ ...manifest, seal }, undefined, 1)}\n`;
}

/** A manifest as it was read, and its seal. */
export interface SealedManifest {
  readonly manifest: Manifest;
  readonly seal: string;
}

/**
 * Parses a manifest.
 *
 * @throws {ManifestProblem} If it is none, or was edited.
 */
export async function parseManifest(text: string): Promise<SealedManifest> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ManifestProblem("its manifest is not JSON");
  }
  const { seal, ...rest } = z.looseObject({ seal: z.string() }).safeParse(value).data ??
    { seal: undefined };
  if (seal === undefined) throw new ManifestProblem("its manifest has no seal");
  const version = "manifest" in rest ? rest.manifest : undefined;
  if (version !== 1) {
    throw new ManifestProblem(
      `its manifest is of version ${version}, and this Strata knows version 1: use a newer one`,
    );
  }
  if (await sealOf(rest) !== seal) throw new ManifestProblem("its manifest was edited");
  const parsed = shape.safeParse(rest);
  if (!parsed.success) throw new ManifestProblem("its manifest lacks fields");
  return { manifest: parsed.data, seal };
}

/** The SHA-256 of a manifest's compact text. */
async function sealOf(value: unknown): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}
