/**
 * Settings: one declaration per environment variable, and one way to read them.
 * Called by the commands and the rooms that connect.
 * Never prints a secret.
 *
 * @module
 */
export { type ApiToken, apiTokenSecrets } from "./api_token.ts";
export { type EnvFile, parseEnvFile } from "./env_file.ts";
export { envExample } from "./env_example.ts";
export {
  type ExtendedSettings,
  type ExtendSettingsOptions,
  loadSettings,
  type LoadSettingsOptions,
} from "./load.ts";
export { peekVariables } from "./peek.ts";
export { Secret } from "./secret.ts";
export { type KnownSecrets, secretsOf, urlSecrets } from "./secrets.ts";
export { secretText } from "./secret_text.ts";
export { type SettingsSurvey, type SurveyedVariable, surveySettings } from "./survey.ts";
export type {
  DatabaseSettings,
  HostPort,
  ImageSettings,
  KafkaSettings,
  LogLevel,
  MinioSettings,
  MongoSettings,
  PostgresSettings,
  RedisSettings,
  SentinelSettings,
  Settings,
  SourceName,
  SourceUrls,
  SslMode,
} from "./settings.ts";
export { bracketHost, buildUrl, percentEncode, redactUrl, type UrlParts } from "./url.ts";
export { type Variable, variables } from "./variables.ts";
