"""Walks through every operation of SQS with boto3, and prints what was answered as JSON.

The argument is the protocol: `json`, or `query`, which boto3 spoke with SQS before. For that the
service's model gets back the names that lists and maps had then. Endpoint and credentials come from
the environment.
"""

import json
import re
import sys

import botocore.session
from botocore.exceptions import ClientError
from botocore.loaders import Loader

LISTS = {
    "AWSAccountIdList": "AWSAccountId",
    "ActionNameList": "ActionName",
    "AttributeNameList": "AttributeName",
    "MessageAttributeNameList": "MessageAttributeName",
    "MessageSystemAttributeList": "MessageSystemAttributeName",
    "MessageList": "Message",
    "QueueUrlList": "QueueUrl",
    "TagKeyList": "TagKey",
}
MAPS = {
    "MessageBodyAttributeMap": ("MessageAttribute", "Name", "Value"),
    "MessageBodySystemAttributeMap": ("MessageSystemAttribute", "Name", "Value"),
    "MessageSystemAttributeMap": ("Attribute", "Name", "Value"),
    "QueueAttributeMap": ("Attribute", "Name", "Value"),
    "TagMap": ("Tag", "Key", "Value"),
}


class OlderModels(Loader):
    """Loads the model of SQS as that of a service of the query protocol."""

    def load_service_model(self, service_name, type_name, api_version=None):
        model = super().load_service_model(service_name, type_name, api_version)
        if service_name != "sqs" or type_name != "service-2":
            return model
        model["metadata"] = {**model["metadata"], "protocol": "query", "protocols": ["query"]}
        model["metadata"].pop("awsQueryCompatible", None)
        for operation in model["operations"].values():
            if "output" in operation:
                operation["output"]["resultWrapper"] = operation["name"] + "Result"
        shapes = model["shapes"]
        for name, shape in shapes.items():
            if shape["type"] == "list" and shape.get("flattened"):
                shape["member"]["locationName"] = LISTS.get(name, shape["member"]["shape"])
            for member in shape.get("members", {}).values():
                if member["shape"] in MAPS:
                    member["locationName"] = MAPS[member["shape"]][0]
        for name, (_, key, value) in MAPS.items():
            shapes[name]["key"]["locationName"] = key
            shapes[name]["value"]["locationName"] = value
        return model


session = botocore.session.get_session()
if sys.argv[1] == "query":
    paths = session.get_component("data_loader").search_paths
    session.register_component("data_loader", OlderModels(extra_search_paths=paths))
sqs = session.create_client("sqs")
answers = {}


def comparable(value):
    text = json.dumps(value, default=lambda item: item.hex())
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "<id>", text)
    text = re.sub(r"\b\d{20}\b", "<sequence number>", text)
    text = re.sub(r'"?\b\d{10}(\d{3})?\b"?', '"<time>"', text)
    return json.loads(re.sub(r"[A-Za-z0-9+/]{40,}=*", "<handle>", text))


def ask(name, operation, **parameters):
    try:
        answer = getattr(sqs, operation)(**parameters)
        del answer["ResponseMetadata"]
    except ClientError as error:
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        answer = {"Error": error.response["Error"]["Code"], "Status": status}
    answers[name] = comparable(answer)
    return answer


def text(value):
    return {"DataType": "String", "StringValue": value}


url = ask("create", "create_queue", QueueName="orders", tags={"team": "a"})["QueueUrl"]
ask("url", "get_queue_url", QueueName="orders")
ask("url of none", "get_queue_url", QueueName="nowhere")
ask("set", "set_queue_attributes", QueueUrl=url, Attributes={"VisibilityTimeout": "40"})
ask("attributes", "get_queue_attributes", QueueUrl=url, AttributeNames=["All"])
ask("tag", "tag_queue", QueueUrl=url, Tags={"stage": "test"})
ask("untag", "untag_queue", QueueUrl=url, TagKeys=["team"])
ask("tags", "list_queue_tags", QueueUrl=url)

attributes = {"kind": text("a"), "raw": {"DataType": "Binary", "BinaryValue": b"\x00\xff"}}
ask(
    "send",
    "send_message",
    QueueUrl=url,
    MessageBody="é <&>\n",
    MessageAttributes=attributes,
    MessageSystemAttributes={"AWSTraceHeader": text("Root=1-5759e988")},
)
entries = [
    {"Id": "good", "MessageBody": "b"},
    {"Id": "bad", "MessageBody": "c", "DelaySeconds": 901},
]
ask("send a batch", "send_message_batch", QueueUrl=url, Entries=entries)
received = ask(
    "receive",
    "receive_message",
    QueueUrl=url,
    MaxNumberOfMessages=10,
    MessageAttributeNames=["All"],
    MessageSystemAttributeNames=["All"],
)
first, second = [message["ReceiptHandle"] for message in received["Messages"]]
ask("hide", "change_message_visibility", QueueUrl=url, ReceiptHandle=first, VisibilityTimeout=9)
entries = [
    {"Id": "a", "ReceiptHandle": second, "VisibilityTimeout": 9},
    {"Id": "b", "ReceiptHandle": "garbage", "VisibilityTimeout": 9},
]
ask("hide a batch", "change_message_visibility_batch", QueueUrl=url, Entries=entries)
ask("delete", "delete_message", QueueUrl=url, ReceiptHandle=first)
ask("delete what is none", "delete_message", QueueUrl=url, ReceiptHandle="garbage")
entries = [{"Id": "a", "ReceiptHandle": second}, {"Id": "b", "ReceiptHandle": "garbage"}]
ask("delete a batch", "delete_message_batch", QueueUrl=url, Entries=entries)

fifo_attributes = {"FifoQueue": "true", "ContentBasedDeduplication": "true"}
fifo = ask("create FIFO", "create_queue", QueueName="a.fifo", Attributes=fifo_attributes)
fifo = fifo["QueueUrl"]
ask("send to FIFO", "send_message", QueueUrl=fifo, MessageBody="a", MessageGroupId="g")
ask("send no group", "send_message", QueueUrl=fifo, MessageBody="a")
entries = [
    {"Id": "1", "MessageBody": "a", "MessageGroupId": "h"},
    {"Id": "2", "MessageBody": "b", "MessageGroupId": "g"},
]
ask("send a batch to FIFO", "send_message_batch", QueueUrl=fifo, Entries=entries)
names = {"QueueUrl": fifo, "MaxNumberOfMessages": 10, "MessageSystemAttributeNames": ["All"]}
ask("receive from FIFO", "receive_message", ReceiveRequestAttemptId="try", **names)

failed = ask("create failed", "create_queue", QueueName="failed")["QueueUrl"]
arn = sqs.get_queue_attributes(QueueUrl=failed, AttributeNames=["QueueArn"])
arn = arn["Attributes"]["QueueArn"]
redrive = {"RedrivePolicy": json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 1})}
redrive["VisibilityTimeout"] = "0"
source = ask("create source", "create_queue", QueueName="source", Attributes=redrive)["QueueUrl"]
ask("sources", "list_dead_letter_source_queues", QueueUrl=failed)
ask("send to source", "send_message", QueueUrl=source, MessageBody="poison")
for _ in range(2):
    sqs.receive_message(QueueUrl=source)
ask("move from nowhere", "start_message_move_task", SourceArn=arn + "2")
ask("move", "start_message_move_task", SourceArn=arn)
ask("receive what was moved", "receive_message", QueueUrl=source, WaitTimeSeconds=20)
ask("tasks", "list_message_move_tasks", SourceArn=arn, MaxResults=10)
ask("cancel what is none", "cancel_message_move_task", TaskHandle="foobared")

friend = {"Label": "friend", "AWSAccountIds": ["111111111111"], "Actions": ["SendMessage"]}
ask("permit", "add_permission", QueueUrl=url, **friend)
ask("policy", "get_queue_attributes", QueueUrl=url, AttributeNames=["Policy"])
ask("permit no longer", "remove_permission", QueueUrl=url, Label="friend")
ask("list", "list_queues", QueueNamePrefix="o")
ask("list a page", "list_queues", MaxResults=1)
ask("purge", "purge_queue", QueueUrl=url)
ask("purge again", "purge_queue", QueueUrl=url)
ask("delete queue", "delete_queue", QueueUrl=url)
ask("send to none", "send_message", QueueUrl=url, MessageBody="a")

print(json.dumps({"protocol": sqs.meta.service_model.resolved_protocol, "answers": answers}))
