/** Writes an instant to the minute in UTC. */
export function minuteText(instant: Date): string {
  return `${instant.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** Writes the hour that clocks in a zone show at an instant: `08:30 New York`. */
export function localHour(instant: Date, zone: string): string {
  const hour = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(instant);
  return `${hour} ${zone.split("/").at(-1)?.replaceAll("_", " ") ?? zone}`;
}
