import type avsc from "avsc";

/** What the logical types of Avro become: texts that the columns take exactly. */
export function logicalTypes(
  { types: { LogicalType } }: typeof avsc,
): Record<string, new (schema: avsc.Schema, options?: unknown) => avsc.types.LogicalType> {
  const reading = (read: (value: unknown) => unknown) =>
    class extends LogicalType {
      protected override _fromValue(value: unknown): unknown {
        return read(value);
      }
      protected override _toValue(value: unknown): unknown {
        return value;
      }
    };
  return {
    "date": reading((days) => new Date(Number(days) * 86_400_000).toISOString().slice(0, 10)),
    "timestamp-millis": reading((ms) => new Date(Number(ms)).toISOString()),
    "timestamp-micros": reading((us) => {
      const [whole, micros] = [Math.floor(Number(us) / 1_000), Number(us) % 1_000];
      const rest = String((micros + 1_000) % 1_000).padStart(3, "0");
      return new Date(whole).toISOString().replace("Z", `${rest}Z`);
    }),
  };
}
