import type { Type } from "avsc";
import { ConnectionError } from "../../../base/errors.ts";
import { withTimeoutSignal } from "../../../base/resilience/mod.ts";
import { redactUrl } from "../../../base/settings/mod.ts";
import { logicalTypes } from "./avro_logical_types.ts";
import { DecodeError } from "./decode_error.ts";

/** Where the schemas of messages are. */
export interface SchemaRegistry {
  /** The schema with an id, asked for once: an id never gets another schema. */
  type(id: number): Promise<Type>;
}

const TIMEOUT_MS = 10_000;

/** Opens a registry with the HTTP interface of Confluent's, which others have too. */
export function schemaRegistry(url: string): SchemaRegistry {
  const types = new Map<number, Promise<Type>>();
  return {
    type(id) {
      const known = types.get(id);
      if (known !== undefined) return known;
      const asked = ask(url, id);
      types.set(id, asked);
      // Another message asks again.
      asked.catch(() => types.delete(id));
      return asked;
    },
  };
}

async function ask(url: string, id: number): Promise<Type> {
  const document = await readSchema(url, id);
  const { default: avro } = await import("avsc");
  try {
    return avro.Type.forSchema(JSON.parse(document.schema ?? ""), {
      logicalTypes: logicalTypes(avro),
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DecodeError(`its schema ${id} cannot be used: ${reason}`);
  }
}

async function readSchema(url: string, id: number): Promise<{ readonly schema?: string }> {
  const place = new URL(`schemas/ids/${id}`, url.endsWith("/") ? url : `${url}/`);
  const headers = place.username === "" ? {} : {
    authorization: `Basic ${
      btoa(`${decodeURIComponent(place.username)}:${decodeURIComponent(place.password)}`)
    }`,
  };
  place.username = place.password = "";
  let answer: Response;
  try {
    answer = await withTimeoutSignal((signal) => fetch(place, { signal, headers }), {
      timeoutMs: TIMEOUT_MS,
    });
  } catch (error) {
    throw new ConnectionError(
      `Cannot read schema ${id}: the registry at ${redactUrl(url)} does not answer`,
      { service: "schema-registry", cause: error },
    );
  }
  const body = await answer.text();
  if (answer.status === 404) throw new DecodeError(`the registry has no schema ${id}`);
  if (!answer.ok) {
    throw new ConnectionError(
      `Cannot read schema ${id}: the registry at ${redactUrl(url)} answered ${answer.status}`,
      { service: "schema-registry", code: String(answer.status) },
    );
  }
  // as: the interface of the registry.
  return JSON.parse(body) as { readonly schema?: string };
}
