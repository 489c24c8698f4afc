// The parts of one query. They return one row for each property that differs from PostgreSQL's
// default. All values are cast to text, since a union needs equal types.

const ofSchemas = "n.nspname = any($1)";
const ofTables = `${ofSchemas} and c.relkind in ('r', 'p') and not c.relispartition`;

const notOfExtension = (classId: string, oid: string): string =>
  `not exists (
    select from pg_depend e
    where e.classid = '${classId}'::regclass and e.objid = ${oid} and e.deptype = 'e')`;

interface Part {
  readonly name?: string;
  readonly part?: string;
  readonly property: string;
  readonly value: string;
  readonly usual?: string;
  readonly from: string;
}

function select({ name = "c.relname", part = "null", property, value, usual, from }: Part): string {
  return `
  select n.nspname::text as schema, ${name}::text as name, ${part}::text as part,
    '${property}'::text as property, (${value})::text as value,
    ${usual === undefined ? "null" : `'${usual}'`}::text as usual
  ${from}`;
}

const relations = "from pg_class c join pg_namespace n on n.oid = c.relnamespace";
const attributes = `${relations} join pg_attribute a on a.attrelid = c.oid and not a.attisdropped`;
const types = "from pg_type t join pg_namespace n on n.oid = t.typnamespace";

const tableParts: readonly Part[] = [
  {
    property: "persistence",
    value: "'unlogged'",
    usual: "logged",
    from: `${relations} where ${ofTables} and c.relpersistence = 'u'`,
  },
  {
    property: "row level security",
    value: `case when c.relrowsecurity then 'on' else 'off' end ||
      case when c.relforcerowsecurity then ', forced' else '' end`,
    usual: "off",
    from: `${relations} where ${ofTables} and (c.relrowsecurity or c.relforcerowsecurity)`,
  },
  {
    property: "replica identity",
    value:
      `case c.relreplident when 'f' then 'full' when 'n' then 'nothing' else 'index ' || coalesce((
      select i.indexrelid::regclass::text from pg_index i where i.indrelid = c.oid and i.indisreplident), 'gone')
      end`,
    usual: "default",
    from: `${relations} where ${ofTables} and c.relreplident <> 'd'`,
  },
  {
    property: "storage parameters",
    value: `(select string_agg(o, ', ' order by o) from (
      select unnest(c.reloptions) as o
      union all select 'toast.' || unnest(s.reloptions) from pg_class s where s.oid = c.reltoastrelid) p)`,
    usual: "none",
    from: `${relations} where ${ofTables} and (c.reloptions is not null or exists (
      select from pg_class s where s.oid = c.reltoastrelid and s.reloptions is not null))`,
  },
  {
    property: "partition key",
    value: "pg_get_partkeydef(c.oid)",
    from: `${relations} where ${ofTables} and c.relkind = 'p'`,
  },
  {
    // Select known options only: PostgreSQL 17.12 also stores internal marks in a column's options.
    part: "a.attname",
    property: "storage",
    value: `concat_ws(', ',
      case when a.attstorage <> t.typstorage then 'storage ' || case a.attstorage
        when 'p' then 'plain' when 'e' then 'external' when 'm' then 'main' else 'extended' end end,
      case a.attcompression when 'p' then 'compression pglz' when 'l' then 'compression lz4' end,
      case when coalesce(a.attstattarget, -1) >= 0 then 'statistics ' || a.attstattarget end,
      (select string_agg(o, ', ' order by o) from unnest(a.attoptions) o where o like 'n\\_distinct%'))`,
    usual: "as usual",
    from: `${attributes} join pg_type t on t.oid = a.atttypid
      where ${ofTables} and a.attnum > 0 and (a.attstorage <> t.typstorage or a.attcompression <> ''
        or coalesce(a.attstattarget, -1) >= 0
        or exists (select from unnest(a.attoptions) o where o like 'n\\_distinct%'))`,
  },
  {
    part: "p.polname",
    property: "policy",
    value: `concat_ws(' ', case when p.polpermissive then null else 'restrictive' end,
      'for ' || case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update'
        when 'd' then 'delete' else 'all' end,
      'to ' || (select string_agg(case when r = 0 then 'public' else quote_ident(pg_get_userbyid(r)) end, ', ')
        from unnest(p.polroles) r),
      'using (' || pg_get_expr(p.polqual, p.polrelid) || ')',
      'with check (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')')`,
    from: `${relations} join pg_policy p on p.polrelid = c.oid where ${ofTables}`,
  },
  {
    part: "t.tgname",
    property: "firing",
    value: "case t.tgenabled when 'A' then 'always' else 'on replicas only' end",
    usual: "in ordinary sessions",
    from: `${relations} join pg_trigger t on t.tgrelid = c.oid
      where ${ofTables} and not t.tgisinternal and t.tgenabled in ('A', 'R')`,
  },
  {
    part: "r.rulename",
    property: "rule",
    value: "pg_get_ruledef(r.oid)",
    from: `${relations} join pg_rewrite r on r.ev_class = c.oid
      where ${ofSchemas} and r.rulename <> '_RETURN' and ${notOfExtension("pg_class", "c.oid")}`,
  },
  {
    part: "i.relname",
    property: "clustering",
    value: "'the table is clustered by it'",
    usual: "none",
    from:
      `${relations} join pg_index x on x.indrelid = c.oid join pg_class i on i.oid = x.indexrelid
      where ${ofTables} and x.indisclustered`,
  },
  {
    part: "s.stxname",
    property: "statistics",
    value: "pg_get_statisticsobjdef(s.oid)",
    from: `${relations} join pg_statistic_ext s on s.stxrelid = c.oid where ${ofTables}`,
  },
];

const viewParts: readonly Part[] = [
  {
    property: "options",
    value: "(select string_agg(o, ', ' order by o) from unnest(c.reloptions) o)",
    usual: "none",
    from: `${relations} where ${ofSchemas} and c.relkind in ('v', 'm') and c.reloptions is not null
      and ${notOfExtension("pg_class", "c.oid")}`,
  },
  {
    property: "rows",
    value: "'not populated'",
    usual: "populated",
    from: `${relations} where ${ofSchemas} and c.relkind = 'm' and not c.relispopulated`,
  },
];

const sequenceOptions =
  `concat_ws(', ', format_type(s.seqtypid, null), 'start ' || s.seqstart, 'increment ' || s.seqincrement,
      'from ' || s.seqmin || ' to ' || s.seqmax, 'cache ' || s.seqcache,
      case when s.seqcycle then 'cycle' end`;
const sequences = `from pg_sequence s
    join pg_class q on q.oid = s.seqrelid
    left join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = q.oid
      and d.refclassid = 'pg_class'::regclass and d.refobjsubid > 0 and d.deptype in ('a', 'i')
    left join pg_class c on c.oid = d.refobjid
    left join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid`;

const sequenceParts: readonly Part[] = [
  {
    name: "q.relname",
    property: "sequence",
    value: `${sequenceOptions}, 'owned by ' || d.refobjid::regclass || '.' || a.attname)`,
    from: `${sequences} join pg_namespace n on n.oid = q.relnamespace
      where ${ofSchemas} and d.deptype is distinct from 'i' and ${
      notOfExtension("pg_class", "q.oid")
    }`,
  },
  {
    // Nobody chooses the name of an identity's sequence, so the column stands for it.
    part: "a.attname",
    property: "identity options",
    value: `${sequenceOptions})`,
    from: `${sequences} join pg_namespace n on n.oid = c.relnamespace
      where ${ofTables} and d.deptype = 'i'`,
  },
];

const typeParts: readonly Part[] = [
  {
    name: "t.typname",
    property: "domain",
    value: `concat_ws(' ', format_type(t.typbasetype, t.typtypmod),
      case when t.typnotnull then 'not null' end, 'default ' || t.typdefault,
      (select string_agg(k.conname || ' ' || pg_get_constraintdef(k.oid), ' ' order by k.conname)
        from pg_constraint k where k.contypid = t.oid and k.contype = 'c'))`,
    from: `${types} where ${ofSchemas} and t.typtype = 'd' and ${
      notOfExtension("pg_type", "t.oid")
    }`,
  },
  {
    name: "t.typname",
    property: "composite type",
    value: `(select '(' || string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod), ', '
        order by a.attnum) || ')'
      from pg_attribute a where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped)`,
    from: `${types} join pg_class c on c.oid = t.typrelid and c.relkind = 'c'
      where ${ofSchemas} and ${notOfExtension("pg_type", "t.oid")}`,
  },
  {
    name: "t.typname",
    property: "range type",
    value: "'of ' || format_type(r.rngsubtype, null)",
    from: `${types} join pg_range r on r.rngtypid = t.oid
      where ${ofSchemas} and ${notOfExtension("pg_type", "t.oid")}`,
  },
  {
    name: "p.proname",
    property: "aggregate",
    value: `'(' || pg_get_function_identity_arguments(p.oid) || ') by ' || a.aggtransfn::text ||
      coalesce(' and ' || nullif(a.aggfinalfn::oid, 0)::regproc, '')`,
    from: `from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      join pg_aggregate a on a.aggfnoid = p.oid
      where ${ofSchemas} and ${notOfExtension("pg_proc", "p.oid")}`,
  },
];

const commented = (catalog: string, oid: string): string =>
  `join pg_description d on d.classoid = '${catalog}'::regclass and d.objoid = ${oid} and d.objsubid = 0`;

// The catalog models hold the comments on tables, their columns and functions.
const commentParts: readonly Omit<Part, "property" | "value">[] = [
  {
    from: `${relations} ${commented("pg_class", "c.oid")}
      where ${ofSchemas} and c.relkind in ('v', 'm', 'S', 'c') and ${
      notOfExtension("pg_class", "c.oid")
    }`,
  },
  {
    part: "a.attname",
    from:
      `${attributes} join pg_description d on d.classoid = 'pg_class'::regclass and d.objoid = c.oid
        and d.objsubid = a.attnum
      where ${ofSchemas} and c.relkind in ('v', 'm', 'c') and ${
        notOfExtension("pg_class", "c.oid")
      }`,
  },
  {
    part: "i.relname",
    from:
      `${relations} join pg_index x on x.indrelid = c.oid join pg_class i on i.oid = x.indexrelid
      ${commented("pg_class", "i.oid")} where ${ofTables} or (${ofSchemas} and c.relkind = 'm')`,
  },
  {
    part: "k.conname",
    from: `${relations} join pg_constraint k on k.conrelid = c.oid ${
      commented("pg_constraint", "k.oid")
    }
      where ${ofTables}`,
  },
  {
    part: "t.tgname",
    from: `${relations} join pg_trigger t on t.tgrelid = c.oid ${commented("pg_trigger", "t.oid")}
      where ${ofSchemas}`,
  },
  {
    part: "p.polname",
    from: `${relations} join pg_policy p on p.polrelid = c.oid ${commented("pg_policy", "p.oid")}
      where ${ofTables}`,
  },
  {
    name: "t.typname",
    from: `${types} ${commented("pg_type", "t.oid")}
      where ${ofSchemas} and ${notOfExtension("pg_type", "t.oid")}`,
  },
  {
    name: "p.proname",
    from: `from pg_proc p join pg_namespace n on n.oid = p.pronamespace ${
      commented("pg_proc", "p.oid")
    }
      where ${ofSchemas} and p.prokind in ('a', 'w') and ${notOfExtension("pg_proc", "p.oid")}`,
  },
];

/** All traits of objects. The only parameter is the list of schemas. */
export const traitsQuery = [
  ...tableParts,
  ...viewParts,
  ...sequenceParts,
  ...typeParts,
  ...commentParts.map((part) => ({ ...part, property: "comment", value: "d.description" })),
].map(select).join("\n  union all") + "\n  order by 1, 2, 3 nulls first, 4, 5";
