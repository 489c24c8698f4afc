import { countries, type Country } from "../../schema/mod.ts";

/** The country of an area: ISO 3166 codes, and the euro area and the Union as services write them. */
export function countryOfArea(area: string): Country {
  if (/^(U2|I[89]|[BD]0|XM|EMU|EA\d*|EU\d*_?\d*|4F)$/.test(area)) return "EU";
  const code = others[area] ?? area;
  return countries.find((country) => country === code) ?? "GLOBAL";
}

/** Codes of three letters, and Eurostat's two that differ from ISO's. */
const others: Readonly<Record<string, string>> = {
  EL: "GR",
  UK: "GB",
  ...Object.fromEntries(
    ("ARG-AR AUS-AU AUT-AT BEL-BE BRA-BR CAN-CA CHE-CH CHL-CL CHN-CN COL-CO CZE-CZ DEU-DE DNK-DK " +
      "ESP-ES FIN-FI FRA-FR GBR-GB GRC-GR HUN-HU IDN-ID IND-IN IRL-IE ISR-IL ITA-IT JPN-JP KOR-KR " +
      "LUX-LU MEX-MX NLD-NL NOR-NO NZL-NZ PER-PE POL-PL PRT-PT SWE-SE TUR-TR USA-US ZAF-ZA")
      .split(" ").map((pair) => pair.split("-")),
  ),
};
