/** The version of this package, as the ledger of migrations keeps it. */
export const VERSION = "0.1.0";
