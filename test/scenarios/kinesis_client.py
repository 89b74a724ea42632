"""Calls Kinesis through boto3 as it is told: a line of JSON for each call, and one for each answer.

Endpoint and credentials come from the environment. Of a subscription, the answer is the first event
with records.
"""

import base64
import json
import sys

import boto3
from botocore import xform_name
from botocore.exceptions import ClientError

kinesis = boto3.client("kinesis")


def plain(value):
    return base64.b64encode(value).decode() if isinstance(value, bytes) else str(value)


def first_with_records(stream):
    for event in stream:
        if event["SubscribeToShardEvent"]["Records"]:
            stream.close()
            return event["SubscribeToShardEvent"]


for line in sys.stdin:
    call = json.loads(line)
    try:
        answer = getattr(kinesis, xform_name(call["operation"]))(**call["input"])
        if "EventStream" in answer:
            answer = first_with_records(answer["EventStream"])
    except ClientError as error:
        answer = {"error": error.response["Error"]}
    print(json.dumps(answer, default=plain), flush=True)
