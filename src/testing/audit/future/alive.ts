/** How far back a series, bar or forecast counts as alive, and gets news. */
export const ALIVE = "interval '400 days'";
