#!/bin/sh
# Puts three good records to DataActivityKinesisStream.
set -eu

here=$(dirname -- "$0")
"$here/put-records.sh" DataActivityKinesisStream < "$here/without-poison-pill.ndjson"
