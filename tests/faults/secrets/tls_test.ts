import assert from "node:assert/strict";
import { join } from "node:path";
import { loadSettings } from "../../../src/base/settings/mod.ts";
import { openPostgresSession } from "../../../src/migrate/mod.ts";
import { serverPrograms, startOwnServer } from "../../support/mod.ts";
import { recordFigures } from "../figures.ts";

const openssl = await new Deno.Command("openssl", { args: ["version"] }).output()
  .then(({ success }) => success, () => false);
const isMissing = !openssl || serverPrograms === null;

/** Makes a certificate for loopback that vouches for itself; its key is the server's alone. */
async function makeCertificate(folder: string): Promise<void> {
  const made = await new Deno.Command("openssl", {
    args: [
      ...["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=strata"],
      ...["-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"],
      ...["-keyout", join(folder, "key.pem"), "-out", join(folder, "cert.pem")],
    ],
  }).output();
  assert.ok(made.success, new TextDecoder().decode(made.stderr));
  await Deno.chmod(folder, 0o755);
  await Deno.chmod(join(folder, "key.pem"), 0o600);
  // As the server's own user, which a root's test server runs as.
  if (Deno.uid() === 0) await Deno.chown(join(folder, "key.pem"), 65_534, 65_534);
}

Deno.test({
  name: `a session for migrations is encrypted as DB_SSL says${
    isMissing ? " (needs openssl and PostgreSQL's programs)" : ""
  }`,
  ignore: isMissing,
  async fn() {
    const folder = await Deno.makeTempDir({ prefix: "strata_tls_" });
    try {
      await makeCertificate(folder);
      await using server = await startOwnServer({
        settings: {
          ssl: "on",
          ssl_cert_file: join(folder, "cert.pem"),
          ssl_key_file: join(folder, "key.pem"),
        },
      });
      const caFile = join(folder, "cert.pem");
      const isEncrypted = async (env: Record<string, string>) => {
        const settings = loadSettings({
          env: { DATABASE_URL: server.url, ...env },
          envFile: false,
        });
        await using session = await openPostgresSession(settings.database.migrationUrl.reveal());
        const { rows } = await session.query<{ ssl: boolean }>(
          "select ssl from pg_stat_ssl where pid = pg_backend_pid()",
        );
        return rows[0]?.ssl;
      };
      assert.equal(await isEncrypted({}), false);
      assert.equal(await isEncrypted({ DB_SSL: "require" }), true);
      for (const mode of ["require", "verify-ca", "verify-full"]) {
        assert.equal(await isEncrypted({ DB_SSL: mode, DB_SSL_CA: caFile }), true, mode);
      }
      await assert.rejects(isEncrypted({ DB_SSL: "verify-full" }), /self-signed certificate/);
      await assert.rejects(
        isEncrypted({ DB_SSL: "verify-ca" }),
        /name a file with the certificate/,
      );
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
    await recordFigures("secret-tls", { inputs: 7 });
  },
});
