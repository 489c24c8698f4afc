import type { FaultRoom } from "../fault_line.ts";

export const secrets: FaultRoom = {
  title: "Secrets",
  lines: [
    {
      id: "secret-settings",
      fault: "a canary in every secret variable, right and broken in seven ways, in the " +
        "environment and in `.env`",
      held:
        "in no message, stack, cause, inspected or JSON form; `secretsOf` knows each, and the " +
        "redactor hides each form of it",
      tests: [{ file: "faults/secrets/settings_test.ts" }],
    },
    {
      id: "secret-output",
      fault:
        "every task that connects, with canaries in all secrets: a wrong password, nobody at " +
        "the port, an unknown host, TLS refused, a broken URL, a password as a parameter; servers, " +
        "sources and object stores that repeat or redirect what they are sent",
      held:
        "no canary, plain, encoded, in base64 or hex, in any output at level debug, with `-v` " +
        "and `--json`, on a command line of any process, or in a file; files are the owner's alone",
      tests: [
        { file: "faults/secrets/paths_test.ts" },
        { file: "integration/redaction_test.ts" },
        { file: "integration/doctor_task_test.ts", test: "doctor shows no secret anywhere" },
      ],
      leftOut: "the environment of children holds what a person set: only its owner reads it; " +
        "`MINIO_ACCESS_KEY` is a name, not a secret",
    },
    {
      id: "secret-stack",
      fault: "a stack of its own whose passwords are canaries: started, looked at, stopped",
      held:
        "no canary in any output or on a command line; in files, only where a server reads it, " +
        "and no other user may read any file under `.strata/`",
      tests: [{ file: "faults/secrets/stack_test.ts" }],
      leftOut: "the embedded stack; native servers write the same files",
    },
    {
      id: "secret-errors",
      fault: "the pool, sessions, Redis, object stores and sources with wrong passwords, nobody " +
        "there, unknown hosts, no TLS",
      held: "in no message, stack, cause, inspected or JSON form of the error",
      tests: [{ file: "faults/secrets/errors_test.ts" }],
    },
    {
      id: "secret-pages",
      fault: "pages, answers, spans and metrics of servers whose messages repeat secrets",
      held: "none shows one, tokens of requests included; spans name statements without their " +
        "values; service, host, port and database stay readable",
      tests: [
        { file: "faults/secrets/servers_test.ts" },
        {
          file: "integration/dashboard_security_test.ts",
          test: "no page shows a secret that a server repeats",
        },
        { file: "integration/serve_tokens_test.ts" },
        { file: "integration/telemetry_test.ts" },
        { file: "integration/telemetry_enable_test.ts" },
      ],
      leftOut: "Deno's own span of a request shows its query: a token that somebody puts there, " +
        "which both servers refuse, is in the trace",
    },
    {
      id: "secret-tls",
      fault: "`DB_SSL` in each mode on the connection for migrations and backups; a certificate " +
        "that nobody vouches for, a server without TLS",
      held: "encrypted and checked as for the pool, or refused; never in the clear",
      tests: [
        { file: "faults/secrets/tls_test.ts" },
        { file: "unit/base/settings/load_test.ts", test: "loadSettings says DB_SSL in the URL" },
        { file: "unit/database/tls_test.ts" },
      ],
    },
    {
      id: "plain-words",
      fault: "passwords equal to users, hosts, tables and words of messages",
      held: "what is no secret stays readable",
      tests: [
        { file: "faults/secrets/settings_test.ts", test: "words that are no secret stay" },
        { file: "integration/redaction_test.ts", test: "output stays readable" },
      ],
    },
  ],
};
