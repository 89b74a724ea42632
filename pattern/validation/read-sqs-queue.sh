#!/bin/sh
# Prints the messages of AnomalyDataQueue: what the consumer gave up, and where it stands in the
# stream. The messages stay in the queue, and can be read again, unless --delete is given.
#
# Usage: read-sqs-queue.sh [--delete]
set -eu

queue=AnomalyDataQueue
# How long the first look waits for a message to come; 20 is the most that SQS allows.
wait_seconds=20
# How long a message that was read is hidden, unless it is shown again before, as it is at the end.
hidden_seconds=300
# A look finds 10 messages or fewer. Many more looks would outlast the hiding, and find some twice.
most_looks=10

case $#:${1:-} in
  0:) delete=no ;;
  1:--delete) delete=yes ;;
  *)
    echo "Usage: $0 [--delete]" >&2
    exit 2
    ;;
esac

if ! command -v aws >/dev/null 2>&1; then
  echo "The AWS CLI ('aws') is not on the PATH: https://docs.aws.amazon.com/cli/" >&2
  exit 127
fi

# Given as an option, because not every AWS CLI reads the variable: versions before 1.29 and 2.13 do
# not, and version 1 does not for SQS. They would look into AWS for what is on this machine.
endpoint=${AWS_ENDPOINT_URL_SQS:-${AWS_ENDPOINT_URL:-}}
sqs() {
  operation=$1
  shift
  if [ -n "$endpoint" ]; then set -- "$@" --endpoint-url "$endpoint"; fi
  aws sqs "$operation" "$@"
}

if ! url=$(sqs get-queue-url --queue-name "$queue" --query QueueUrl --output text); then
  echo "The queue $queue was not found at ${endpoint:-AWS}. Is the stack deployed, or the local" \
    "endpoint running, and is this the account, region and endpoint of it?" >&2
  exit 1
fi

to_show_again=
show_again() {
  for handle in $to_show_again; do
    sqs change-message-visibility --queue-url "$url" --receipt-handle="$handle" \
      --visibility-timeout 0 || true
  done
}
trap show_again EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Takes one layer of quoting off JSON strings without their quotes. The mark, a control character,
# cannot stand in JSON as it is.
unquote() {
  mark=$(printf '\001')
  sed -e "s/\\\\\\\\/$mark/g" -e 's/\\"/"/g' -e "s/$mark/\\\\/g"
}

echo "Looking for messages in $queue at ${endpoint:-AWS}, for up to $wait_seconds seconds …" >&2
count=0
looks=0
while [ "$looks" -lt "$most_looks" ]; do
  # As JSON, because then no text in a message breaks its line: three lines a message.
  answer=$(sqs receive-message --queue-url "$url" --max-number-of-messages 10 \
    --wait-time-seconds "$wait_seconds" --visibility-timeout "$hidden_seconds" \
    --query 'Messages[].[ReceiptHandle, MessageId, Body]' --output json)
  strings=$(printf '%s\n' "$answer" | sed -n 's/^        "\(.*\)",\{0,1\}$/\1/p')
  if [ -z "$strings" ]; then break; fi
  handles=$(printf '%s\n' "$strings" | sed -n 'p;n;n')
  ids=$(printf '%s\n' "$strings" | sed -n 'n;p;n')
  bodies=$(printf '%s\n' "$strings" | sed -n 'n;n;p')
  to_show_again="$to_show_again $handles"

  place=0
  for id in $ids; do
    place=$((place + 1))
    printf '\nMessage %s\n' "$id"
    printf '%s\n' "$bodies" | sed -n "${place}p" | unquote |
      awk -f "$(dirname -- "$0")/pretty-json.awk"
  done
  count=$((count + place))

  if [ "$delete" = yes ]; then
    for handle in $handles; do
      sqs delete-message --queue-url "$url" --receipt-handle="$handle"
    done
    to_show_again=
  fi
  looks=$((looks + 1))
  wait_seconds=1
done

case $count:$delete in
  0:*) echo 'No message came.' >&2 ;;
  *:yes) echo "Read and deleted: $count." >&2 ;;
  *) echo "Read: $count. They stay in the queue." >&2 ;;
esac
if [ "$looks" -eq "$most_looks" ]; then echo 'There may be more.' >&2; fi
