#!/bin/sh
# Puts a good record to DataActivityKinesisStream, and a bad one after it, the poison pill: the atomic
# mass of boron is a string, not a number.
set -eu

"$(dirname -- "$0")/put-records.sh" DataActivityKinesisStream <<'RECORDS'
{"AtomicNumber": 4, "Element": "Beryllium", "Symbol": "Be", "AtomicMass": 9.0122}
{"AtomicNumber": 5, "Element": "Boron", "Symbol": "B", "AtomicMass": "10.81"}
RECORDS
