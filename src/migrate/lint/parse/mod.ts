/**
 * Turns PostgreSQL's syntax trees into changes that rules understand.
 * Called by lint and its rules.
 * Never decides whether a change is a problem.
 *
 * @module
 */
export {};
