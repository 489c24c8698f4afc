import type { Seed } from "./drift_seeds.ts";

const alter = (procedure: string, change: string): string =>
  `select alter_job(job_id, ${change}) from timescaledb_information.jobs where proc_name = '${procedure}'`;

/** Drifts of jobs, on a Community server; converge corrects each. */
export const jobSeeds: readonly Omit<Seed, "undo">[] = [
  {
    name: "a compression policy that runs less often",
    seed: [alter("policy_compression", "schedule_interval => interval '3 days'")],
    found: [["readings", "compression policy interval", "12 hours", "3 days"]],
  },
  {
    name: "a retention policy that runs less often",
    seed: [alter("policy_retention", "schedule_interval => interval '1 month'")],
    found: [["readings", "retention policy interval", "1 day", "1 mon"]],
  },
  {
    name: "a policy that starts in a hundred years",
    seed: [alter("policy_retention", "next_start => '2126-01-01 00:00:00+00'")],
    found: [[
      "readings",
      "retention policy next start",
      "within its interval",
      "2126-01-01 00:00 UTC",
    ]],
  },
  {
    name: "a policy that never starts",
    seed: [alter("policy_compression", "next_start => 'infinity'")],
    found: [["readings", "compression policy next start", "within its interval", "never"]],
  },
  {
    name: "a policy that gives up",
    seed: [alter("policy_compression", "max_retries => 2, retry_period => interval '2 days'")],
    found: [
      ["readings", "compression policy max retries", "no limit", "2"],
      ["readings", "compression policy retry period", "1 hour", "2 days"],
    ],
  },
  {
    name: "a policy with a maximum runtime",
    seed: [alter("policy_compression", "max_runtime => interval '1 second'")],
    found: [["readings", "compression policy max runtime", "no limit", "1 second"]],
  },
  {
    name: "a retention policy without a maximum runtime",
    seed: [alter("policy_retention", "max_runtime => interval '0'")],
    found: [["readings", "retention policy max runtime", "5 minutes", "no limit"]],
  },
  {
    name: "a compression policy that takes one chunk at a time",
    seed: [
      alter(
        "policy_compression",
        `config => config || '{"maxchunks_to_compress": 1, "verbose_log": true}'`,
      ),
    ],
    found: [[
      "readings",
      "compression policy config",
      "no extra settings",
      "maxchunks_to_compress=1, verbose_log=true",
    ]],
  },
  {
    name: "a policy with a fixed schedule",
    seed: [
      alter("policy_retention", "fixed_schedule => true, initial_start => '2026-01-01 03:00+00'"),
    ],
    found: [[
      "readings",
      "retention policy start",
      "one interval after the previous run",
      "at fixed times from 2026-01-01 03:00 UTC",
    ]],
  },
  {
    name: "a paused policy with another schedule",
    seed: [
      alter("policy_compression", "scheduled => false, schedule_interval => interval '2 hours'"),
    ],
    found: [
      ["readings", "compression policy interval", "12 hours", "2 hours"],
      ["readings", "compression policy schedule", "running", "paused"],
    ],
  },
  {
    name: "refresh policies that give up",
    seed: [alter("policy_refresh_continuous_aggregate", "max_retries => 0")],
    found: [
      ["readings_daily", "refresh policy max retries", "no limit", "0"],
      ["readings_hourly", "refresh policy max retries", "no limit", "0"],
    ],
  },
  {
    name: "a reorder policy",
    seed: ["select add_reorder_policy('readings', 'ix_readings_channel')"],
    found: [["readings", "reorder policy", null, "by ix_readings_channel"]],
  },
];
