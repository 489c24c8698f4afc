import { runTask } from "../src/cli/mod.ts";
import { provideServers } from "../tests/support/provide_servers.ts";
import { runTests } from "../tests/support/run_tests.ts";
import { adviceLines, closingLine } from "../tests/support/test_summary.ts";

await runTask({
  name: "test",
  summary: "Runs every test that this machine can run, and says which it cannot.",
  example: 'deno task test\ndeno task test tests/unit\ndeno task test -- --filter "migrate"',
  positionals: [{
    name: "ARGS",
    description: "Files or folders; after -- also flags of deno test.",
    many: true,
  }],
  exitCodes: { 1: "a test failed" },
}, async (context) => {
  const root = ".";
  const { signal, color } = context;
  using progress = context.progress("Providing servers");
  await using servers = await provideServers({
    root,
    signal,
    report: ({ message }) => progress.update(message),
  });
  progress[Symbol.dispose]();
  context.note(`Testing with ${servers.origin}`);
  let shows = !context.quiet;
  const { variables } = servers;
  const summary = await runTests({
    root,
    args: context.positionals,
    variables,
    color,
    signal,
    onLine(line) {
      shows ||= line.includes(" ERRORS ");
      if (shows) context.print(line);
    },
  });
  const { passed, failed, skipped, needs, code } = summary;
  if (signal.aborted) return code;
  context.result({ ok: code === 0, passed, failed, skipped, needs: Object.fromEntries(needs) });
  for (const line of adviceLines(needs)) context.print(line);
  context.print(closingLine(summary));
  return code;
});
