import { StrataError } from "../../../base/errors.ts";

/** Thrown where a backup itself is of no use any more, whatever the server. */
export class BackupDamage extends StrataError {
  override readonly name: string = "BackupDamage";

  /** Creates the error for a backup or a file of it, and what is the matter with it. */
  constructor(place: string, state: string, options: { readonly cause?: unknown } = {}) {
    super(
      `Cannot use the backup "${place}": ${state}, take another one ("deno task backup list")`,
      options,
    );
  }
}
