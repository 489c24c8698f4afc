import { ConfigError } from "../base/errors.ts";
import { identifier, type Queryable } from "../base/sql/mod.ts";
import { type Facts, readFacts } from "./_facts.ts";

/**
 * Refuses to open a session where its lock would not hold.
 *
 * @throws {ConfigError} With every reason and its remedy.
 */
export async function refuseUnsafe(client: Queryable, allow: readonly string[]): Promise<Facts> {
  const facts = await readFacts(client);
  if (facts === undefined) throw refusal(["the server returned no row"]);
  const problems = problemsOf(facts, new Set(allow));
  if (problems.length > 0) throw refusal(problems);
  return facts;
}

/**
 * Refuses a connection that did not become what was asked for, as through a pooler that logs in as a
 * user of its own.
 *
 * @throws {ConfigError} If it is another role, or one with more rights.
 */
export async function refuseOtherLogin(client: Queryable, role: string): Promise<void> {
  const { rows: [row] } = await client.query<{ session: string; isLocked: boolean }>(
    `select session_user::text as session, session_user = current_user and not r.rolsuper
        and not exists (select from pg_auth_members m where m.member = r.oid)
        and strata_backtest.at() is not null as "isLocked"
      from pg_roles r where r.rolname = session_user`,
  );
  if (row?.session === role && row.isLocked) return;
  throw refusal([
    `the login became "${
      row?.session ?? "nobody"
    }", pass a database whose URL goes to the server itself, not through a pooler`,
  ]);
}

/** Lists what stands against a lock, each with its remedy. */
export function problemsOf(facts: Facts, allow: ReadonlySet<string>): readonly string[] {
  // It has one connection and one user; nothing else about it matters then.
  if (/\b(emcc|emscripten|wasm)/i.test(facts.version)) {
    return ["PGlite has no second login, use a PostgreSQL server"];
  }
  if (!facts.isMigrated) {
    return ['the schema "strata_backtest" is missing, run "deno task migrate"'];
  }
  const user = identifier(facts.user);
  const odd = (names: readonly string[]): readonly string[] =>
    names.filter((name) => !allow.has(name));
  return [
    ...(facts.mayCreateRoles ? [] : [
      `"${facts.user}" may not create roles, run "alter role ${user} createrole" as a superuser`,
    ]),
    ...(facts.maySetClocks ? [] : [
      `"${facts.user}" may not set clocks, run "grant execute on all functions in schema ` +
      `strata_backtest to ${user}" as their owner`,
    ]),
    ...odd(facts.relations).map((name) =>
      `every role may read ${name}, run "revoke all on ${name} from public", or allow it if it ` +
      "tells nothing of the future"
    ),
    ...odd(facts.functions).map((name) =>
      `every role may call ${name} with its owner's rights, run "revoke execute on function ` +
      `${name} from public", or allow it if it tells nothing of the future`
    ),
    ...odd(facts.opened).map((name) =>
      `${name} was granted to public, which the server keeps closed: revoke it from public`
    ),
    ...facts.schemas.map((name) =>
      `every role may create in the schema ${name}, run "revoke create on schema ` +
      `${identifier(name)} from public"`
    ),
    ...odd(facts.servers).map((name) =>
      `every role may use the foreign server ${name} under one login, run "revoke usage on foreign ` +
      `server ${identifier(name)} from public"`
    ),
    ...facts.defaults.map((name) =>
      `tables that ${name} creates are granted to public, run "alter default privileges for role ` +
      `${name} revoke select on tables from public"`
    ),
  ];
}

function refusal(problems: readonly string[]): ConfigError {
  return new ConfigError(
    `Cannot open a backtest: its lock would not hold, because ${problems.join("; ")}`,
    { problems },
  );
}
