/**
 * Rows and the offsets of their messages in one transaction.
 * Called by `consume`.
 * Never moves an offset that another process has moved.
 *
 * @module
 */
export {};
