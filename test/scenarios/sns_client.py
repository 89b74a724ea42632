"""Goes through SNS step by step, and prints what each step gave."""

import json

import boto3
from steps import finish, step

sns = boto3.client("sns")
sqs = boto3.client("sqs")

PREFIX = "arn:aws:sns:us-east-1:123456789012:"
TOPIC = PREFIX + "orders"
URL = sqs.create_queue(QueueName="all")["QueueUrl"]
QUEUE = "arn:aws:sqs:us-east-1:123456789012:all"
ATTRIBUTES = {
    "shop": {"DataType": "String", "StringValue": "one"},
    "price": {"DataType": "Number", "StringValue": "150"},
}


def received():
    """The bodies in the queue, in the order of their text; they are deleted."""
    bodies = []
    while True:
        found = sqs.receive_message(
            QueueUrl=URL, MaxNumberOfMessages=10, MessageAttributeNames=["All"]
        ).get("Messages", [])
        if not found:
            return sorted(bodies, key=str)
        for message in found:
            attributes = sorted(message.get("MessageAttributes", {}))
            bodies.append([message["Body"], attributes])
            sqs.delete_message(QueueUrl=URL, ReceiptHandle=message["ReceiptHandle"])


def published(**message):
    sns.publish(TopicArn=TOPIC, **message)
    return received()


def notification(**message):
    [[body, _]] = published(**message)
    parsed = json.loads(body)
    parts = ["Type", "TopicArn", "Subject", "Message", "MessageAttributes"]
    return [sorted(parsed), [parsed.get(part) for part in parts]]


def change(name, value):
    sns.set_subscription_attributes(
        SubscriptionArn=SUBSCRIPTION, AttributeName=name, AttributeValue=value
    )


def changed(name, value, **message):
    change(name, value)
    return published(**message)


def batch(*entries):
    answer = sns.publish_batch(TopicArn=TOPIC, PublishBatchRequestEntries=list(entries))
    return [[one["Id"] for one in answer["Successful"]], [one["Id"] for one in answer["Failed"]]]


step("create a topic", lambda: sns.create_topic(Name="orders")["TopicArn"])
step("create it twice", lambda: sns.create_topic(Name="orders")["TopicArn"])
step("a name that cannot be", lambda: sns.create_topic(Name="a b")["TopicArn"])
SUBSCRIPTION = sns.subscribe(TopicArn=TOPIC, Protocol="sqs", Endpoint=QUEUE)["SubscriptionArn"]
step(
    "subscribe twice",
    lambda: sns.subscribe(TopicArn=TOPIC, Protocol="sqs", Endpoint=QUEUE)["SubscriptionArn"]
    == SUBSCRIPTION,
)
step(
    "subscribe to no topic",
    lambda: sns.subscribe(TopicArn=PREFIX + "none", Protocol="sqs", Endpoint=QUEUE)["TopicArn"],
)
step("a notification", lambda: notification(Message="m", Subject="s"))
step("one with attributes", lambda: notification(Message="m", MessageAttributes=ATTRIBUTES))
step("an empty message", lambda: len(published(Message="")))
step("to no topic", lambda: len(sns.publish(TopicArn=PREFIX + "none", Message="m")["MessageId"]))
step(
    "an attribute of no type",
    lambda: published(
        Message="m", MessageAttributes={"a": {"DataType": "X", "StringValue": "x"}}
    ),
)
step(
    "an attribute without value",
    lambda: len(published(Message="m", MessageAttributes={"a": {"DataType": "String"}})),
)
step("raw", lambda: changed("RawMessageDelivery", "true", Message="r"))
step("raw with attributes", lambda: published(Message="r", MessageAttributes=ATTRIBUTES))
step("a text for the protocol", lambda: published(
    MessageStructure="json", Message='{"default":"d","sqs":"q"}'
))
step("no default text", lambda: published(MessageStructure="json", Message='{"sqs":"q"}'))
step("a batch", lambda: batch({"Id": "1", "Message": "a"}, {"Id": "2", "Message": "b"}))
step("it came", received)
step("a batch of none", lambda: batch())
step("ids twice", lambda: batch({"Id": "1", "Message": "a"}, {"Id": "1", "Message": "b"}))
POLICY = json.dumps({"shop": ["one"], "price": [{"numeric": [">=", 100]}]})
step("filtered out", lambda: changed("FilterPolicy", POLICY, Message="f"))
step("let through", lambda: published(Message="f", MessageAttributes=ATTRIBUTES))
step("a policy that is none", lambda: change("FilterPolicy", '{"a":"b"}'))
step("a policy on the body", lambda: change("FilterPolicyScope", "MessageBody"))
step("filtered out by body", lambda: published(Message='{"shop":"two"}'))
step("let through by body", lambda: published(Message='{"shop":"one","price":100}'))
step("no JSON", lambda: published(Message="f"))
step("a scope that is none", lambda: change("FilterPolicyScope", "x"))
step("the policy ends", lambda: changed("FilterPolicy", "{}", Message="f"))
step("a display name", lambda: sns.set_topic_attributes(
    TopicArn=TOPIC, AttributeName="DisplayName", AttributeValue="D"
) and sns.get_topic_attributes(TopicArn=TOPIC)["Attributes"]["DisplayName"])
step("tags", lambda: sns.tag_resource(
    ResourceArn=TOPIC, Tags=[{"Key": "a", "Value": "1"}]
) and sns.list_tags_for_resource(ResourceArn=TOPIC)["Tags"])
step("tags of no topic", lambda: sns.list_tags_for_resource(ResourceArn=PREFIX + "none"))
step("a token", lambda: bool(sns.confirm_subscription(TopicArn=TOPIC, Token="t")))
step("unsubscribe", lambda: sns.unsubscribe(SubscriptionArn=SUBSCRIPTION) and published(Message="u"))
step("its attributes", lambda: sns.get_subscription_attributes(SubscriptionArn=SUBSCRIPTION))
step("delete the topic", lambda: sns.delete_topic(TopicArn=TOPIC) and len(
    sns.list_topics()["Topics"]
))
step("its attributes are gone", lambda: sns.get_topic_attributes(TopicArn=TOPIC))
finish()
