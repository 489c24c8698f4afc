import { defineMigration } from "../src/migrate/mod.ts";

/** Compression of the hypertables, and the policies that apply it. */
export default defineMigration("0004_compress_hypertables", {
  up(m) {
    m.setCompression("market_data", {
      segmentBy: ["instrument_id", "frequency"],
      orderBy: ["timestamp desc"],
      rollup: "360 days",
    });
    m.addCompressionPolicy("market_data", { after: "30 days" });
    m.setCompression("macro_series", {
      segmentBy: ["series_id"],
      orderBy: ["observation_date desc", "release_time desc", "revision_number desc"],
      rollup: "3600 days",
    });
    m.addCompressionPolicy("macro_series", { after: "90 days" });
    m.setCompression("curves", {
      segmentBy: ["curve_id"],
      orderBy: ["curve_date desc", "tenor_days"],
      rollup: "360 days",
    });
    m.addCompressionPolicy("curves", { after: "90 days" });
    m.setCompression("flow_data", {
      segmentBy: ["series_id"],
      orderBy: ["observation_date desc", "flow_type", "release_time desc", "revision_number desc"],
      rollup: "3600 days",
    });
    m.addCompressionPolicy("flow_data", { after: "90 days" });
    m.setCompression("fiscal_data", {
      segmentBy: ["series_id"],
      orderBy: [
        "observation_date desc",
        "fiscal_metric",
        "release_time desc",
        "revision_number desc",
      ],
      rollup: "3600 days",
    });
    m.addCompressionPolicy("fiscal_data", { after: "180 days" });
    m.setCompression("vol_surfaces", {
      segmentBy: ["instrument_id"],
      orderBy: ["surface_date desc", "tenor_days", "delta", "call_put"],
    });
    m.addCompressionPolicy("vol_surfaces", { after: "90 days" });
    m.setCompression("signals", {
      segmentBy: ["signal_type"],
      orderBy: ["signal_date desc", "subject"],
    });
    m.addCompressionPolicy("signals", { after: "90 days" });
    m.setCompression("ohlcv", {
      segmentBy: ["exchange", "symbol", "timeframe"],
      orderBy: ["time desc"],
    });
    m.addCompressionPolicy("ohlcv", { after: "7 days" });
  },
  down(m) {
    m.removeCompressionPolicy("ohlcv");
    m.removeCompression("ohlcv");
    m.removeCompressionPolicy("signals");
    m.removeCompression("signals");
    m.removeCompressionPolicy("vol_surfaces");
    m.removeCompression("vol_surfaces");
    m.removeCompressionPolicy("fiscal_data");
    m.removeCompression("fiscal_data");
    m.removeCompressionPolicy("flow_data");
    m.removeCompression("flow_data");
    m.removeCompressionPolicy("curves");
    m.removeCompression("curves");
    m.removeCompressionPolicy("macro_series");
    m.removeCompression("macro_series");
    m.removeCompressionPolicy("market_data");
    m.removeCompression("market_data");
  },
});
