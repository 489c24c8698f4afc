import { isServerRequired } from "./test_server.ts";

/** Runs a Python program with arguments and returns what it printed; throws with what it complained. */
export type RunPython = (program: string, args?: readonly string[]) => Promise<string>;

/**
 * Declares a test that needs a Python with these modules. Without one, the test is ignored and its
 * name says what is missing; where `STRATA_TEST_REQUIRED` lists `python`, it fails.
 */
export function pythonTest(
  name: string,
  modules: readonly string[],
  run: (python: RunPython) => Promise<void>,
): void {
  const path = Deno.env.get("STRATA_TEST_PYTHON") ?? "";
  if (path !== "") {
    Deno.test(name, () => run((program, args = []) => runPython(path, [program, ...args])));
    return;
  }
  const missing = `needs a Python with ${modules.join(", ")}: set STRATA_TEST_PYTHON`;
  if (!isServerRequired("python")) {
    Deno.test({ name: `${name} (${missing})`, ignore: true, fn: () => {} });
    return;
  }
  Deno.test(name, () => {
    throw new Error(`Cannot run the test: it ${missing}`);
  });
}

async function runPython(path: string, [program = "", ...args]: readonly string[]) {
  const child = new Deno.Command(path, { args: ["-c", program, ...args] });
  const { success, stdout, stderr } = await child.output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  if (!success) throw new Error(`Python failed:\n${text(stderr)}`);
  return text(stdout);
}
