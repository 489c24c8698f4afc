/** The part of the OpenAPI document that the page of documentation shows. */
export interface ApiDocument {
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly hasTokens: boolean;
  readonly paths: readonly DocumentedPath[];
}

/** A path with its parameters. */
export interface DocumentedPath {
  readonly name: string;
  readonly path: string;
  readonly summary: string;
  readonly description: string | undefined;
  readonly parameters: readonly DocumentedParameter[];
}

/** A parameter. */
export interface DocumentedParameter {
  readonly name: string;
  readonly place: string;
  readonly isRequired: boolean;
  readonly description: string;
  readonly example: string | undefined;
  readonly values: readonly string[];
}

/** The form of an OpenAPI document, as far as it is read. */
export interface OpenApi {
  readonly info: {
    readonly title: string;
    readonly version: string;
    readonly description?: string;
  };
  readonly components?: { readonly securitySchemes?: object };
  readonly paths?: Readonly<Record<string, { readonly get?: Operation }>>;
}

interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: readonly Parameter[];
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema?: Schema;
}

interface Schema {
  readonly example?: string | readonly string[];
  readonly enum?: readonly string[];
  readonly items?: Schema;
}

/** Reads an OpenAPI document for the page. */
export function readApiDocument({ info, components, paths = {} }: OpenApi): ApiDocument {
  return {
    info: { title: info.title, version: info.version, description: info.description ?? "" },
    hasTokens: components?.securitySchemes !== undefined,
    paths: Object.entries(paths).flatMap(([path, { get }]) =>
      get === undefined ? [] : [{
        name: get.operationId ?? path,
        path,
        summary: get.summary ?? path,
        description: get.description,
        parameters: (get.parameters ?? []).map(toParameter),
      }]
    ),
  };
}

function toParameter({ name, in: place, required, description, schema }: Parameter) {
  const example = schema?.example;
  return {
    name,
    place,
    isRequired: required === true,
    description: description ?? "",
    example: typeof example === "string" ? example : example?.[0],
    values: schema?.enum ?? schema?.items?.enum ?? [],
  };
}
