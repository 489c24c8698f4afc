/** A step of an archive run, in order; what it tells is done by then. */
export type ArchiveStep =
  | "planned"
  | "put back"
  | "begun"
  | "written"
  | "verified"
  | "moved"
  | "archived";
