#!/bin/sh
# Puts records to a Kinesis data stream, in one request. Standard input has the data of one record on
# each line, as JSON.
#
# Usage: put-records.sh STREAM < RECORDS
set -eu

if [ $# -ne 1 ]; then
  echo "Usage: $0 STREAM < RECORDS" >&2
  exit 2
fi
stream=$1

if ! command -v aws >/dev/null 2>&1; then
  echo "The AWS CLI ('aws') is not on the PATH: https://docs.aws.amazon.com/cli/" >&2
  exit 127
fi

# AWS CLI 2 takes the Data of a record for Base64 text unless it is told otherwise. AWS CLI 1 takes it
# as it stands, and does not know the option. (Base64 text would not do for both: what version 2
# decodes, version 1 encodes once more.)
case $(aws --version 2>&1) in
  aws-cli/1.*) set -- ;;
  *) set -- --cli-binary-format raw-in-base64-out ;;
esac

# Given as an option, because versions before 1.29 and 2.13 do not read the variable: they would put
# to AWS what was meant for this machine.
endpoint=${AWS_ENDPOINT_URL_KINESIS:-${AWS_ENDPOINT_URL:-}}
if [ -n "$endpoint" ]; then
  set -- "$@" --endpoint-url "$endpoint"
fi

# All under one partition key, so that they keep their order in the stream, whatever its shards.
records=$(sed \
  -e '/^[[:space:]]*$/d' \
  -e 's/\\/\\\\/g' \
  -e 's/"/\\"/g' \
  -e 's/.*/{"Data": "&", "PartitionKey": "elements"},/' |
  sed -e '$s/,$//')

echo "Putting to $stream at ${endpoint:-AWS} …" >&2
response=$(aws kinesis put-records --stream-name "$stream" --records "[$records]" \
  --output json "$@") || {
  echo "Nothing was put. Is the stack deployed, or the local endpoint running, and is this the" \
    "account, region and endpoint of it?" >&2
  exit 1
}
printf '%s\n' "$response"

# The request as a whole succeeds even when the stream turned some of its records down.
case $response in
  *'"FailedRecordCount": 0'*) ;;
  *)
    echo 'The stream did not take all of the records; see ErrorMessage above.' >&2
    exit 1
    ;;
esac
