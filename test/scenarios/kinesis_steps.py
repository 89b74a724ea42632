"""Goes through Kinesis step by step, and prints what each step gave."""

import re

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from steps import finish, step

# What is wrong goes out as it is, and what fails is not tried again.
CONFIG = Config(parameter_validation=False, retries={"max_attempts": 0})
kinesis = boto3.client("kinesis", config=CONFIG)

NAME = {"StreamName": "orders"}
ARN = "arn:aws:kinesis:us-east-1:123456789012:stream/orders"
FIRST = "shardId-000000000000"
HALF = str(2**127)
KEY = {"EncryptionType": "KMS", "KeyId": "alias/aws/kinesis"}
NUMBERS = ["StartingSequenceNumber", "EndingSequenceNumber", "SequenceNumber"]
CHANGING = [*NUMBERS, "NextToken", "StreamId"]


def plain(value, name=""):
    """What does not change from one run to the next."""
    if isinstance(value, dict):
        parts = {key: plain(part, key) for key, part in sorted(value.items())}
        parts.pop("ResponseMetadata", None)
        return parts
    if isinstance(value, list):
        return [plain(part, name) for part in value]
    if name in CHANGING or name.endswith(("Timestamp", "At")):
        return "some" if value else value
    return re.sub(r":\d{10}$", "", value) if name == "ConsumerARN" else value


def call(name, operation, pick=None, **given):
    """A step that calls an operation; of the answer, or of a part of it."""

    def called():
        answer = plain(getattr(kinesis, operation)(**given))
        return answer if pick is None else answer[pick]

    step(name, called)


def code(called):
    """The code of a refusal whose text is long, or not the same twice."""
    try:
        return plain(called())
    except ClientError as error:
        return error.response["Error"]["Code"]


def read(shard=FIRST, limit=10, **position):
    """The texts of the records behind a position, and what the page says besides."""
    iterator = kinesis.get_shard_iterator(**NAME, ShardId=shard, **position)["ShardIterator"]
    page = kinesis.get_records(ShardIterator=iterator, Limit=limit)
    return [[record["Data"].decode() for record in page["Records"]], "NextShardIterator" in page]


def number(shard):
    return "-" if shard is None else str(int(shard[8:]))


def lineage():
    """Of each shard its number, its parents, its hash keys, and whether it is closed."""
    lines = []
    for shard in kinesis.list_shards(**NAME)["Shards"]:
        parents = [number(shard.get(name)) for name in ["ParentShardId", "AdjacentParentShardId"]]
        keys = shard["HashKeyRange"]
        is_closed = "EndingSequenceNumber" in shard["SequenceNumberRange"]
        lines.append(
            f"{number(shard['ShardId'])} of {' and '.join(parents)}: "
            f"{keys['StartingHashKey']} to {keys['EndingHashKey']}{' closed' * is_closed}"
        )
    return lines


def listed(**given):
    return [number(shard["ShardId"]) for shard in kinesis.list_shards(**given)["Shards"]]


def consumer():
    return kinesis.register_stream_consumer(**CONSUMER)["Consumer"]


def subscribed():
    """The texts of the records of the first event that has some."""
    described = kinesis.describe_stream_consumer(**CONSUMER)["ConsumerDescription"]
    answer = kinesis.subscribe_to_shard(
        ConsumerARN=described["ConsumerARN"],
        ShardId=FIRST,
        StartingPosition={"Type": "AT_SEQUENCE_NUMBER", "SequenceNumber": FOUR},
    )
    for event in answer["EventStream"]:
        records = event["SubscribeToShardEvent"]["Records"]
        if records:
            answer["EventStream"].close()
            return [record["Data"].decode() for record in records]


# Streams
call("create a stream", "create_stream", **NAME, ShardCount=1)
DEMAND = {"StreamModeDetails": {"StreamMode": "ON_DEMAND"}}
call("create on demand", "create_stream", StreamName="demand", **DEMAND)
call("describe", "describe_stream", "StreamDescription", **NAME)
call("describe neither", "describe_stream")
call("describe none", "describe_stream", StreamName="none")
call("summary", "describe_stream_summary", "StreamDescriptionSummary", StreamARN=ARN)
call("list", "list_streams", "StreamNames")
call("list behind", "list_streams", "StreamNames", ExclusiveStartStreamName="demand")
call("list behind none", "list_streams", "StreamNames", ExclusiveStartStreamName="e")
call("limits", "describe_limits")
call("create it twice", "create_stream", **NAME, ShardCount=1)
call("a name that cannot be", "create_stream", StreamName="a b", ShardCount=1)
call("no shards", "create_stream", StreamName="none", ShardCount=0)
call("no name", "create_stream", ShardCount=1)
call("a mode that is none", "create_stream", StreamName="x", StreamModeDetails={"StreamMode": "X"})

# Records
call("put a record", "put_record", **NAME, Data=b"one", PartitionKey="a")
call("put by hash key", "put_record", **NAME, Data=b"two", PartitionKey="a", ExplicitHashKey="0")
call("put several", "put_records", **NAME, Records=[{"Data": b"three", "PartitionKey": "b"}])
FOUR = kinesis.put_record(**NAME, Data=b"four", PartitionKey="a")["SequenceNumber"]
kinesis.put_record(**NAME, Data=b"five", PartitionKey="a")
step("read from the start", lambda: read(ShardIteratorType="TRIM_HORIZON"))
step("read two", lambda: read(limit=2, ShardIteratorType="TRIM_HORIZON"))
AT = {"StartingSequenceNumber": FOUR}
step("read at a number", lambda: read(ShardIteratorType="AT_SEQUENCE_NUMBER", **AT))
step("read after a number", lambda: read(ShardIteratorType="AFTER_SEQUENCE_NUMBER", **AT))
step("read the latest", lambda: read(ShardIteratorType="LATEST"))
step("read from a time", lambda: read(ShardIteratorType="AT_TIMESTAMP", Timestamp=1))
LATER = {"ShardIteratorType": "AT_TIMESTAMP", "Timestamp": 4e9}
step("read from a time to come", lambda: code(lambda: read(**LATER)))
step("read without a number", lambda: read(ShardIteratorType="AT_SEQUENCE_NUMBER"))
step("read without a time", lambda: read(ShardIteratorType="AT_TIMESTAMP"))
step("read in no way", lambda: read(ShardIteratorType="X"))
step("read no shard", lambda: read("shardId-000000000009", ShardIteratorType="LATEST"))
step("read 0", lambda: read(limit=0, ShardIteratorType="LATEST"))
step("read 10001", lambda: read(limit=10001, ShardIteratorType="LATEST"))
call("read with an iterator that is none", "get_records", ShardIterator="none")
call("put to none", "put_record", StreamName="none", Data=b"x", PartitionKey="a")
call("put without a key", "put_record", **NAME, Data=b"x")
call("put with an empty key", "put_record", **NAME, Data=b"x", PartitionKey="")
LONG = {"Data": b"x", "PartitionKey": "a" * 257}
step("put with a long key", lambda: code(lambda: kinesis.put_record(**NAME, **LONG)))
HIGH = {"PartitionKey": "a", "ExplicitHashKey": str(2**128)}
call("put with a high key", "put_record", **NAME, Data=b"x", **HIGH)
call("put too much", "put_record", **NAME, Data=b"x" * 1048577, PartitionKey="a")
call("put nothing", "put_records", **NAME, Records=[])
MANY = [{"Data": b"x", "PartitionKey": "a"}] * 501
step("put too many", lambda: code(lambda: kinesis.put_records(**NAME, Records=MANY)))

# Settings
call("tag", "add_tags_to_stream", **NAME, Tags={"a": "1", "b": "2"})
call("untag", "remove_tags_from_stream", **NAME, TagKeys=["a"])
call("tags", "list_tags_for_stream", **NAME)
call("tag by ARN", "tag_resource", ResourceARN=ARN, Tags={"c": "3"})
call("untag by ARN", "untag_resource", ResourceARN=ARN, TagKeys=["b"])
call("tags by ARN", "list_tags_for_resource", ResourceARN=ARN)
LONGER, SHORTER = "increase_stream_retention_period", "decrease_stream_retention_period"
call("keep longer", LONGER, **NAME, RetentionPeriodHours=48)
call("keep less, asked for more", LONGER, **NAME, RetentionPeriodHours=24)
call("keep too long", LONGER, **NAME, RetentionPeriodHours=8761)
call("keep shorter", SHORTER, **NAME, RetentionPeriodHours=24)
call("keep more, asked for less", SHORTER, **NAME, RetentionPeriodHours=48)
call("keep too short", SHORTER, **NAME, RetentionPeriodHours=23)
METRICS = {"ShardLevelMetrics": ["IncomingBytes"]}
call("monitor", "enable_enhanced_monitoring", **NAME, **METRICS)
call("monitor no longer", "disable_enhanced_monitoring", **NAME, **METRICS)
call("encrypt", "start_stream_encryption", **NAME, **KEY)
call("put encrypted", "put_record", **NAME, Data=b"six", PartitionKey="a")
call("encrypt no longer", "stop_stream_encryption", **NAME, **KEY)
call("a policy", "put_resource_policy", ResourceARN=ARN, Policy='{"Statement":[]}')
call("the policy", "get_resource_policy", ResourceARN=ARN)
call("the policy goes", "delete_resource_policy", ResourceARN=ARN)
call("it goes twice", "delete_resource_policy", ResourceARN=ARN)
call("no policy", "get_resource_policy", ResourceARN=ARN)
call("larger records", "update_max_record_size", StreamARN=ARN, MaxRecordSizeInKiB=2048)
call("account", "describe_account_settings")
COMMITTED = {"MinimumThroughputBillingCommitment": {"Status": "ENABLED"}}
call("commit", "update_account_settings", **COMMITTED)
WARM = {"WarmThroughputMiBps": 3}
call("warm throughput", "update_stream_warm_throughput", StreamName="demand", **WARM)

# Consumers
CONSUMER = {"StreamARN": ARN, "ConsumerName": "audit"}
call("register", "register_stream_consumer", "Consumer", **CONSUMER)
call("consumer", "describe_stream_consumer", "ConsumerDescription", **CONSUMER)
call("no consumer", "describe_stream_consumer", StreamARN=ARN, ConsumerName="none")
call("consumers", "list_stream_consumers", "Consumers", StreamARN=ARN)
step("subscribe", subscribed)
call("deregister", "deregister_stream_consumer", **CONSUMER)
call("deregister twice", "deregister_stream_consumer", **CONSUMER)
step("its ARN has a time", lambda: re.search(r":\d{10}$", consumer()["ConsumerARN"]) is not None)
call("register twice", "register_stream_consumer", "Consumer", **CONSUMER)

# Capacity
call("split", "split_shard", **NAME, ShardToSplit=FIRST, NewStartingHashKey=HALF)
step("after the split", lineage)
call("split what is closed", "split_shard", **NAME, ShardToSplit=FIRST, NewStartingHashKey=HALF)
SECOND, THIRD = "shardId-000000000001", "shardId-000000000002"
call("split at the edge", "split_shard", **NAME, ShardToSplit=SECOND, NewStartingHashKey="0")
call("split none", "split_shard", **NAME, ShardToSplit="shardId-9", NewStartingHashKey=HALF)
call("put to a child", "put_record", **NAME, Data=b"x", PartitionKey="a", ExplicitHashKey=HALF)
step("the first shard", lambda: listed(**NAME, MaxResults=1))
step("the shards behind", lambda: listed(**NAME, ExclusiveStartShardId=SECOND))
step("the latest shards", lambda: listed(**NAME, ShardFilter={"Type": "AT_LATEST"}))
MERGED = {"ShardToMerge": SECOND, "AdjacentShardToMerge": THIRD}
call("merge", "merge_shards", **NAME, **MERGED)
step("after the merge", lineage)
call("merge what is closed", "merge_shards", **NAME, **MERGED)
SCALING = {"ScalingType": "UNIFORM_SCALING"}
call("scale", "update_shard_count", **NAME, **SCALING, TargetShardCount=2)
step("after the scaling", lineage)
call("scale too far", "update_shard_count", **NAME, **SCALING, TargetShardCount=5)
call("change the mode", "update_stream_mode", StreamARN=ARN, **DEMAND)
call("scale on demand", "update_shard_count", **NAME, **SCALING, TargetShardCount=4)
call("delete with a consumer", "delete_stream", **NAME)
call("delete", "delete_stream", StreamName="demand")
call("delete none", "delete_stream", StreamName="none")
finish()
