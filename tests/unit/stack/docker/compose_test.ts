import assert from "node:assert/strict";
import { join } from "node:path";
import { composeCommand } from "../../../../src/stack/docker/compose.ts";

Deno.test("composeCommand names the folder, the project and the file", async () => {
  const root = await Deno.makeTempDir({ prefix: "a b é" });
  try {
    const project = { program: ["docker", "compose"], root, name: "strata" } as const;
    const file = join(root, "docker-compose.yml");
    assert.deepEqual(composeCommand(project, ["up", "--detach"]), [
      "docker",
      "compose",
      "--progress=plain",
      "--ansi=never",
      `--project-directory=${root}`,
      "--project-name=strata",
      `--file=${file}`,
      "up",
      "--detach",
    ]);
    const override = join(root, "docker-compose.override.yml");
    await Deno.writeTextFile(override, "services: {}\n");
    const standalone = composeCommand({ ...project, program: ["docker-compose"] }, ["ps"]);
    assert.equal(standalone[0], "docker-compose");
    assert.ok(standalone.includes(`--file=${override}`));
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});
