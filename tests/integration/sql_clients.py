"""Asks the functions in strata as users of Python do, and prints the answers as JSON."""
import json
import sys
from datetime import date, datetime

import adbc_driver_postgresql.dbapi as adbc
import psycopg

url, asked = sys.argv[1], json.loads(sys.argv[2])
series, instants = asked["series"], asked["instants"]
AS_OF = "select observation_date, value, release_time from strata.as_of({0}, {1}) order by 1"
LATEST = "select observation_date, value, release_time from strata.latest({0}, {1}, max_age => '40 days')"
PANEL = (
    "select as_of, observation_date, value, release_time"
    " from strata.panel({0}::text[], {1}, max_age => '40 days') order by as_of, series_id"
)


def cell(value):
    if isinstance(value, datetime):
        return int(value.timestamp() * 1000)
    return value.isoformat() if isinstance(value, date) else value


def plain(rows):
    return [[cell(value) for value in row] for row in rows]


def answers(ask, mark, moments):
    first, second = mark
    return {
        "asOf": [[plain(ask(AS_OF.format(first, second), (one, at))) for at in moments] for one in series],
        "latest": [[plain(ask(LATEST.format(first, second), (one, at))) for at in moments] for one in series],
    }


def with_psycopg(moments):
    with psycopg.connect(url) as connection:
        def ask(text, values):
            return connection.execute(text, values).fetchall()

        found = answers(ask, ("%s", "%s"), moments)
        found["panel"] = plain(ask(PANEL.format("%s", "%s"), (series, moments)))
        return found


def with_adbc(moments):
    with adbc.connect(url) as connection, connection.cursor() as cursor:
        def ask(text, values):
            cursor.execute(text, values)
            return zip(*cursor.fetch_arrow_table().to_pydict().values())

        found = answers(ask, ("$1", "$2"), moments)
        listed = ("array[" + ", ".join(f"'{one}'" for one in each) + "]" for each in (series, instants))
        cursor.execute(PANEL.format(*listed))
        found["panel"] = plain(zip(*cursor.fetch_arrow_table().to_pydict().values()))
        return found


def refusals():
    texts = []
    with psycopg.connect(url, autocommit=True) as connection:
        for at in (date(2024, 9, 26), datetime(2024, 9, 26, 8, 30), "2024-09-26"):
            try:
                connection.execute("select * from strata.as_of(%s, %s)", (series[0], at))
                texts.append(None)
            except psycopg.Error as error:
                texts.append(error.sqlstate)
    return texts


aware = [datetime.fromisoformat(at.replace("Z", "+00:00")) for at in instants]
print(json.dumps({
    "psycopg": [with_psycopg(instants), with_psycopg(aware)],
    "adbc": [with_adbc(instants), with_adbc(aware)],
    "refusals": refusals(),
}))
