/** The version of this package, recorded in the ledger of migrations. */
export const VERSION = "0.1.0";
