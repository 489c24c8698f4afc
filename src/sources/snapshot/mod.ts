/**
 * What sources without vintages share: how their values are dated, and where a fetch goes on.
 * Called by those sources.
 * Never dates a value before it was published, unless the user states a publication lag.
 *
 * @module
 */
export {};
