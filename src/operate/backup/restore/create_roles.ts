import { type Queryable, quoteIdentifier, quoteLiteral } from "../../../base/sql/mod.ts";
import type { DatabaseFacts, RoleFacts } from "../manifest/mod.ts";

/**
 * Creates the roles that a server lacks, with their attributes, memberships and settings and without
 * a password. Roles that exist stay as they are.
 *
 * @returns The names of those that were created.
 */
export async function createRoles(
  desk: Queryable,
  roles: readonly RoleFacts[],
): Promise<readonly string[]> {
  const { rows } = await desk.query<{ name: string }>(
    "select rolname::text as name from pg_roles where rolname = any($1)",
    [roles.map(({ name }) => name)],
  );
  const present = new Set(rows.map(({ name }) => name));
  const created = roles.filter(({ name }) => !present.has(name));
  for (const role of created) {
    await desk.query(`create role ${quoteIdentifier(role.name)} ${attributesOf(role)}`);
  }
  for (const { name, memberOf, settings } of created) {
    for (const group of memberOf) {
      await desk.query(`grant ${quoteIdentifier(group)} to ${quoteIdentifier(name)}`);
    }
    for (const setting of settings) {
      await desk.query(`alter role ${quoteIdentifier(name)} ${settingSql(setting)}`);
    }
  }
  return created.map(({ name }) => name);
}

/** Applies what stands in no dump of a single database: its owner, its grants and its settings. */
export async function applyDatabaseFacts(
  desk: Queryable,
  name: string,
  { owner, grants, settings }: DatabaseFacts,
): Promise<void> {
  const database = quoteIdentifier(name);
  await desk.query(`alter database ${database} owner to ${quoteIdentifier(owner)}`);
  if (grants.length > 0) {
    await desk.query(`revoke all on database ${database} from public`);
    for (const { grantee, privilege, isGrantable } of grants) {
      const to = grantee === "public" ? "public" : quoteIdentifier(grantee);
      const more = isGrantable && grantee !== "public" ? " with grant option" : "";
      await desk.query(`grant ${word(privilege)} on database ${database} to ${to}${more}`);
    }
  }
  for (const { role, setting } of settings) {
    const subject = role === null
      ? `database ${database}`
      : `role ${quoteIdentifier(role)} in database ${database}`;
    await desk.query(`alter ${subject} ${settingSql(setting)}`);
  }
}

/** Settings that are lists: one literal around all of it would be one name. */
const LISTS = new Set(["search_path", "temp_tablespaces", "session_preload_libraries"]);

/** Writes `name=value`, as the catalog keeps a setting, as an assignment. */
export function settingSql(setting: string): string {
  const at = setting.indexOf("=");
  const [name, value] = [setting.slice(0, at), setting.slice(at + 1)];
  const target = name.split(".").map((part) => quoteIdentifier(part)).join(".");
  if (!LISTS.has(name)) return `set ${target} to ${quoteLiteral(value)}`;
  const parts = [...value.matchAll(/"((?:[^"]|"")*)"|[^\s,"]+/g)].map(([all, quoted]) =>
    quoteLiteral(quoted?.replaceAll('""', '"') ?? all)
  );
  return `set ${target} to ${parts.length === 0 ? "''" : parts.join(", ")}`;
}

function attributesOf({ attributes }: RoleFacts): string {
  return attributes.map(word).join(" ");
}

/** Lets only words and numbers through: they stand in SQL as they are. */
function word(text: string): string {
  if (!/^[a-zA-Z][a-zA-Z0-9 ]*$/.test(text)) {
    throw new TypeError(`Cannot use "${text}" as an attribute or privilege: it is no word`);
  }
  return text;
}
