#!/bin/sh
# Puts a good record to DataActivityKinesisStream, and a bad one after it, the poison pill: the atomic
# mass of boron is a string, not a number.
set -eu

here=$(dirname -- "$0")
"$here/put-records.sh" DataActivityKinesisStream < "$here/with-poison-pill.ndjson"
