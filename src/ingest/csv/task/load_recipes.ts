/** How to load the files of common publishers, for the beginning of `load --help`. */
export const loadRecipes = String.raw`# US Treasury: one column per tenor
deno task load --table=curves --file=treasury.csv --wide=tenors --date-format=MM/DD/YYYY \
  --map curveDate=Date --set curveId=US_TREASURY_PAR
# FRED: one column per series; new series are made, GDP.unit is for that one only
deno task load --table=macro_series --file=fredgraph.csv --wide=series --set source=FRED \
  --set releaseTime=2024-10-24 --create unit=percent --create GDP.unit="billions of dollars" \
  --create frequency=monthly --create country=US --create zone=America/New_York
# World Bank: one column per year, the lines of one country
deno task load --table=macro_series --file=worldbank.csv --wide=periods --ignore-rest \
  --where "Country Code=BRA" --set series=WB/BRA.NY.GDP.MKTP.CD --set releaseTime=2024-10-24 \
  --create name="{Country Name}, {Indicator Name}" --create unit=USD --create frequency=annual \
  --create country=BR --create zone=America/New_York
# IMF: one column per year, without estimates
deno task load --table=macro_series --file=weo.csv --wide=periods --ignore-rest --where ISO=BRA \
  --where "WEO Subject Code=NGDP_RPCH" --set series=IMF/BRA.NGDP_RPCH --thousands=, \
  --last-actual="Estimates Start After" --set releaseTime=2024-10-22 --create unit="{Units}" \
  --create frequency=annual --create country=BR --create zone=America/New_York
# ECB, in SDMX-CSV: quarters of several series
deno task load --table=macro_series --file=ecb.csv --set source=ECB --map series=KEY \
  --map observationDate=TIME_PERIOD --map value=OBS_VALUE --ignore-rest --skip-missing=value \
  --set releaseTime=2024-11-20 --create name="{TITLE}" --create unit=EUR \
  --create frequency=quarterly --create country=EU --create zone=Europe/Berlin
# Eurostat: decimal commas and flags
deno task load --table=macro_series --file=eurostat.csv --decimal=, --flags --ignore-rest \
  --set series=EUROSTAT/HICP --map observationDate=TIME --set releaseTime=2024-04-03 \
  --create unit=percent --create frequency=monthly --create country=EU --create zone=Europe/Berlin
# Yahoo: daily bars of an exchange
deno task load --table=market_data --file=yahoo.csv --map timestamp=Date --time=16:00 \
  --time-zone=America/New_York --map adjustedClose="Adj Close" --skip-empty \
  --set ticker=^GSPC --set frequency=daily --create name="S&P 500" \
  --create assetClass=equity_index --create country=US --create currency=USD
# Binance: candles with times in microseconds, without a header
deno task load --table=ohlcv --file=BTCUSDT-1m.csv --date-format=unix-us --ignore-rest \
  --columns=time,open,high,low,close,volume,closeTime,quote,trades,takerBase,takerQuote,rest \
  --set exchange=binance --set symbol=BTCUSDT --set timeframe=1m`;
