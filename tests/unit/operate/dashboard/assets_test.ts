import assert from "node:assert/strict";

Deno.test("the chart library is among what Deno downloads for the dashboard", async () => {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", "src/operate/dashboard/assets/mod.ts"],
    stderr: "null",
  }).output();
  const { npmPackages } = JSON.parse(new TextDecoder().decode(stdout));
  assert.ok(Object.keys(npmPackages).some((name) => name.startsWith("uplot@")));
});
