import assert from "node:assert/strict";
import { findOwner } from "../../../../src/stack/docker/owner.ts";

const project = { program: ["docker", "compose"], root: "/home/a/store", name: "strata" } as const;
const list = (...entries: [string, string][]) =>
  JSON.stringify(
    entries.map(([Name, ConfigFiles]) => ({ Name, Status: "running(1)", ConfigFiles })),
  );

Deno.test("findOwner finds the other folder that has a project of the same name", () => {
  const text = list(["other", "/x/docker-compose.yml"], ["strata", "/b/docker-compose.yml"]);
  assert.equal(findOwner(text, project), "/b/docker-compose.yml");
});

Deno.test("findOwner gives nothing for the project's own folder", () => {
  const own = "/home/a/store/docker-compose.yml";
  assert.equal(findOwner(list(["strata", own]), project), undefined);
  const both = `${own},/home/a/store/docker-compose.override.yml`;
  assert.equal(findOwner(list(["strata", both]), project), undefined);
});

Deno.test("findOwner gives nothing where there is no such project", () => {
  for (const text of ["[]", "", "NAME STATUS", list(["other", "/x/docker-compose.yml"])]) {
    assert.equal(findOwner(text, project), undefined);
  }
});
