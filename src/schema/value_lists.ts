// String unions in TypeScript, plain text in the database: adding a member takes a release but no
// migration.

/** The kinds of asset that an instrument can be. */
export const assetClasses = [
  "equity",
  "equity_index",
  "etf",
  "fx",
  "money_market",
  "government_bond",
  "inflation_linked_bond",
  "corporate_bond",
  "interest_rate",
  "credit",
  "commodity",
  "volatility",
  "real_estate",
  "crypto",
] as const;
/** A kind of asset. */
export type AssetClass = (typeof assetClasses)[number];

/** How often a series or a bar comes. */
export const frequencies = [
  "minute",
  "5_minutes",
  "15_minutes",
  "30_minutes",
  "hourly",
  "4_hours",
  "daily",
  "weekly",
  "biweekly",
  "monthly",
  "quarterly",
  "semiannual",
  "annual",
  "irregular",
] as const;
/** How often a series or a bar comes. */
export type Frequency = (typeof frequencies)[number];

/** The kinds of curve. */
export const curveTypes = [
  "par",
  "zero",
  "forward",
  "swap",
  "ois",
  "futures",
  "real",
  "breakeven_inflation",
  "corporate",
  "credit_spread",
  "cross_currency_basis",
  "fx_forward",
] as const;
/** A kind of curve: `par` as from the US Treasury, `futures` as for Brazil's DI. */
export type CurveType = (typeof curveTypes)[number];

/** The kinds of flow. */
export const flowTypes = [
  "exports",
  "imports",
  "trade_balance",
  "services_balance",
  "primary_income",
  "secondary_income",
  "current_account",
  "capital_account",
  "financial_account",
  "direct_investment",
  "portfolio_equity",
  "portfolio_debt",
  "foreign_equity",
  "foreign_government_bonds",
  "fx_commercial",
  "fx_financial",
  "fx_intervention",
  "reserve_assets",
  "fund_flow",
  "etf_flow",
  "bank_lending",
  "futures_positioning",
  "remittances",
] as const;
/** A kind of flow; `fx_commercial` and `fx_financial` are the halves of Brazil's weekly FX flow. */
export type FlowType = (typeof flowTypes)[number];

/** The fiscal measures. */
export const fiscalMetrics = [
  "revenue",
  "tax_revenue",
  "social_security_revenue",
  "expenditure",
  "mandatory_expenditure",
  "discretionary_expenditure",
  "interest_expenditure",
  "primary_balance",
  "nominal_balance",
  "structural_balance",
  "borrowing_requirement",
  "gross_debt",
  "net_debt",
  "external_debt",
  "domestic_debt",
  "debt_issuance",
  "debt_redemption",
  "cash_balance",
  "central_bank_holdings",
] as const;
/** A fiscal measure; the unit says whether it is money or percent of GDP. */
export type FiscalMetric = (typeof fiscalMetrics)[number];

/** The lengths of a candle. */
export const timeframes = [
  "1m",
  "3m",
  "5m",
  "15m",
  "30m",
  "1h",
  "2h",
  "4h",
  "6h",
  "8h",
  "12h",
  "1d",
  "3d",
  "1w",
  "1M",
] as const;
/** The length of a candle, as exchanges write it: `1m` is a minute, `1M` a month. */
export type Timeframe = (typeof timeframes)[number];

/** Call and put. */
export const callPuts = ["C", "P"] as const;
/** Call or put. */
export type CallPut = (typeof callPuts)[number];

/** How a source authenticates callers. */
export const authTypes = ["none", "api_key", "basic", "bearer", "oauth2", "signature"] as const;
/** How a source authenticates callers. */
export type AuthType = (typeof authTypes)[number];

/** The decimal separators. */
export const decimalSeparators = [".", ","] as const;
/** The decimal separator in a source's data. */
export type DecimalSeparator = (typeof decimalSeparators)[number];

/** The states of a range to backfill. */
export const backfillStatuses = ["pending", "running", "done", "failed"] as const;
/** The state of a range to backfill. */
export type BackfillStatus = (typeof backfillStatuses)[number];

/** How the release time of a value is known. */
export const vintageKinds = ["native", "observed", "assumed", "pseudo"] as const;
/**
 * How the release time of a value is known: `native` where the source dates its vintages, `observed`
 * where it is the time at which a fetch first saw the value, `assumed` where it is the observation
 * and a lag that the user stated, `pseudo` where it is the first snapshot of an archive, which gives
 * decades at once under one date.
 */
export type VintageKind = (typeof vintageKinds)[number];
