#!/bin/sh
# Puts three good records to DataActivityKinesisStream.
set -eu

"$(dirname -- "$0")/put-records.sh" DataActivityKinesisStream <<'RECORDS'
{"AtomicNumber": 1, "Element": "Hydrogen", "Symbol": "H", "AtomicMass": 1.008}
{"AtomicNumber": 2, "Element": "Helium", "Symbol": "He", "AtomicMass": 4.0026}
{"AtomicNumber": 3, "Element": "Lithium", "Symbol": "Li", "AtomicMass": 6.94}
RECORDS
