const UTC = "at time zone 'UTC'";

// Not SQL functions: before PostgreSQL 18 those are planned anew for each statement that calls them.

/** The functions that read the session's clock: signature, comment, type, expression. */
export const CLOCK_READS: readonly (readonly [string, string, string, string])[] = [
  ["at()", "The instant of the session''s clock; null without one", "timestamptz", "c.at"],
  ["known_to()", "The instant of its second clock; null without one", "timestamptz", "c.known_to"],
  ["today()", "The day of the clock in UTC", "date", `(c.at ${UTC})::date`],
  [
    "finished(length interval)",
    "The last start of a bar of this length that is over, months counted in UTC",
    "timestamptz",
    `(c.at ${UTC} - length) ${UTC}`,
  ],
];

/** The functions that set clocks, for the operator alone: signature, comment, type, body. */
export const CLOCK_WRITES: readonly (readonly [string, string, string, string])[] = [
  [
    "set_clock(locked name, instant timestamptz, stored timestamptz)",
    "Gives a role its clock, once",
    "void",
    `begin
          insert into strata_backtest.clocks (role, at, known_to) values (locked, instant, stored);
        end`,
  ],
  [
    "advance(locked name, instant timestamptz, stored timestamptz)",
    "Moves the clock of a role forwards",
    "void",
    `begin
          if exists (select from strata_backtest.clocks c where c.role = session_user) then
            raise exception 'Cannot advance the clock of "%": only the session that opened it may', locked
              using errcode = 'insufficient_privilege';
          end if;
          update strata_backtest.clocks c
          set at = instant, known_to = coalesce(stored, c.known_to)
          where c.role = locked and c.at <= instant
            and (stored is null or c.known_to <= stored);
          if not found then
            raise exception 'Cannot advance the clock of "%" to %: it is closed, or stands later', locked, instant
              using errcode = 'invalid_parameter_value';
          end if;
        end`,
  ],
  [
    "opened()",
    "When the session of each role was opened",
    "table (role name, opened_at timestamptz)",
    `begin
          return query select c.role, c.opened_at from strata_backtest.clocks c;
        end`,
  ],
  [
    "remove_clock(locked name)",
    "Takes its clock from a role, which then sees nothing",
    "void",
    `begin
          delete from strata_backtest.clocks c where c.role = locked;
        end`,
  ],
];
