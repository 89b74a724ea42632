"""Puts a poison pill through boto3, waits for its failure message, and fetches the record back.

Prints the message, the record's data and the caller's account as JSON. Endpoint and credentials
come from the environment.
"""

import json

import boto3

STREAM = "DataActivityKinesisStream"


def element(mass):
    fields = {"AtomicNumber": 5, "Element": "Boron", "Symbol": "B", "AtomicMass": mass}
    return {"Data": json.dumps(fields), "PartitionKey": "elements"}


kinesis, sqs, sts = (boto3.client(name) for name in ("kinesis", "sqs", "sts"))
kinesis.put_records(StreamName=STREAM, Records=[element(10.81), element("10.81")])

url = sqs.get_queue_url(QueueName="AnomalyDataQueue")["QueueUrl"]
[message] = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=20)["Messages"]
body = json.loads(message["Body"])
sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])

batch = body["KinesisBatchInfo"]
iterator = kinesis.get_shard_iterator(
    StreamName=STREAM,
    ShardId=batch["shardId"],
    ShardIteratorType="AT_SEQUENCE_NUMBER",
    StartingSequenceNumber=batch["startSequenceNumber"],
)["ShardIterator"]
[record] = kinesis.get_records(ShardIterator=iterator, Limit=1)["Records"]

identity = sts.get_caller_identity()["Account"]
print(json.dumps({"body": body, "record": record["Data"].decode(), "identity": identity}))
