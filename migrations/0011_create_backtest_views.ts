import { defineMigration } from "../src/migrate/mod.ts";
import { CLOCK_READS, CLOCK_WRITES } from "./_backtest_clocks.ts";
import { CANDLES, candleView, openToAll, VIEWS } from "./_backtest_views.ts";

/**
 * What a time-locked session reads: views of the tables' names that end at the clock of the session's
 * role, and the functions that set the clock.
 */
export default defineMigration("0011_create_backtest_views", {
  up(m) {
    m.sql("create schema strata_backtest");
    m.sql(`
      create table strata_backtest.clocks (
        role name not null,
        at timestamptz not null,
        known_to timestamptz,
        opened_at timestamptz not null default now(),
        constraint pk_clocks primary key (role),
        constraint ck_clocks_at check (isfinite(at)),
        constraint ck_clocks_known_to check (isfinite(known_to))
      );

      comment on table strata_backtest.clocks is 'The instant up to which each time-locked role sees';
      comment on column strata_backtest.clocks.role is 'The role that logs in';
      comment on column strata_backtest.clocks.at is 'What was released by then is seen';
      comment on column strata_backtest.clocks.known_to is 'What was stored by then is seen; null without the second clock';
      comment on column strata_backtest.clocks.opened_at is 'When the session was opened'`);
    for (const [name, comment, type, expression] of CLOCK_READS) {
      m.sql(`
        create function strata_backtest.${name}
        returns ${type}
        language plpgsql stable parallel safe security definer
        set search_path = pg_catalog, pg_temp
        as $$
        begin
          return (select ${expression} from strata_backtest.clocks c where c.role = session_user);
        end
        $$`);
      m.sql(`comment on function strata_backtest.${name} is '${comment}'`);
    }
    for (const [name, comment, returns, body] of CLOCK_WRITES) {
      m.sql(`
        create function strata_backtest.${name}
        returns ${returns}
        language plpgsql volatile security definer
        set search_path = pg_catalog, pg_temp
        as $$
        ${body}
        $$`);
      m.sql(`revoke execute on function strata_backtest.${name} from public`);
      m.sql(`comment on function strata_backtest.${name} is '${comment}'`);
    }
    for (const [table, columns, condition] of VIEWS) {
      m.sql(`
        create view strata_backtest.${table} with (security_barrier = true) as
        select ${columns}
        from public.${table}
        where ${condition};
        ${openToAll(table)}`);
    }
    for (const [view, width] of CANDLES) {
      m.sqlOnAggregates(candleView(view, width), { undo: `drop view strata_backtest.${view}` });
    }
    m.sql("grant usage on schema strata_backtest to public");
  },
  lintIgnore: {
    PG041:
      "a role without a clock sees nothing; a grant per session would change every view each time",
  },
  down(m) {
    for (const [view] of [...VIEWS, ...CANDLES].reverse()) {
      m.sql(`drop view strata_backtest.${view}`);
    }
    for (const [name] of [...CLOCK_WRITES, ...CLOCK_READS]) {
      m.sql(`drop function strata_backtest.${name}`);
    }
    m.sql("drop table strata_backtest.clocks");
    m.sql("drop schema strata_backtest");
  },
});
