"""Goes through CloudWatch Logs step by step, and prints what each step gave."""

import time

import boto3
from steps import finish, step

logs = boto3.client("logs")
GROUP = "/shop/orders"
ARN = "arn:aws:logs:us-east-1:123456789012:log-group:/shop/orders"
NAMES = {"logGroupName": GROUP, "logStreamName": "one"}
NOW = int(time.time() * 1000)

MESSAGES = [
    '{"level":"ERROR","n":4,"user":{"id":"a"},"done":true}',
    '{"level":"ERROR","n":2,"none":null}',
    '{"level":"INFO","items":[{"id":"x"}]}',
    "ERROR disk full",
    "WARN disk nearly full",
    '127.0.0.1 - frank "GET /a.html" 404 1534',
]


def messages(pattern):
    found = logs.filter_log_events(logGroupName=GROUP, filterPattern=pattern)["events"]
    return [event["message"][:30] for event in found]


def group(*members):
    found = logs.describe_log_groups(logGroupNamePrefix=GROUP)["logGroups"]
    return [[one.get(member) for member in members] for one in found]


def quiet(answer):
    return {key: value for key, value in answer.items() if key != "ResponseMetadata"}


step("create a group", lambda: quiet(logs.create_log_group(logGroupName=GROUP, tags={"a": "1"})))
step("create it twice", lambda: quiet(logs.create_log_group(logGroupName=GROUP)))
step("a name that cannot be", lambda: quiet(logs.create_log_group(logGroupName="a b")))
step("create a stream", lambda: quiet(logs.create_log_stream(**NAMES)))
step("create it twice in a group", lambda: quiet(logs.create_log_stream(**NAMES)))
step(
    "a stream of no group",
    lambda: quiet(logs.create_log_stream(logGroupName="none", logStreamName="one")),
)
EVENTS = [{"timestamp": NOW + index, "message": message} for index, message in enumerate(MESSAGES)]
step("put events", lambda: sorted(quiet(logs.put_log_events(**NAMES, logEvents=EVENTS))))
step(
    "put them out of order",
    lambda: quiet(logs.put_log_events(**NAMES, logEvents=list(reversed(EVENTS)))),
)
step(
    "put to no stream",
    lambda: quiet(
        logs.put_log_events(logGroupName=GROUP, logStreamName="none", logEvents=EVENTS)
    ),
)
TOO_NEW = [{"timestamp": NOW + 3 * 3600 * 1000, "message": "later"}]
step(
    "an event of the future",
    lambda: logs.put_log_events(**NAMES, logEvents=TOO_NEW).get("rejectedLogEventsInfo"),
)
for pattern in [
    "",
    "ERROR",
    "?WARN ?frank",
    "full -WARN",
    '"disk full"',
    '{ $.level = "ERROR" && $.n > 3 }',
    '{ $.level = "E*" }',
    '{ $.user.id = "a" || $.items[0].id = "x" }',
    "{ $.done IS TRUE }",
    "{ $.none IS NULL }",
    "[ip, id, user, request, status=4*, bytes]",
    "[..., status=4*, bytes > 1000]",
]:
    step("pattern " + pattern, lambda: messages(pattern))
step("a broken pattern", lambda: messages("{ $.level = }"))
step(
    "the first page",
    lambda: [
        event["message"][:10]
        for event in logs.get_log_events(**NAMES, limit=2, startFromHead=True)["events"]
    ],
)
step(
    "the last page",
    lambda: [event["message"][:10] for event in logs.get_log_events(**NAMES, limit=2)["events"]],
)
step(
    "put a retention",
    lambda: quiet(logs.put_retention_policy(logGroupName=GROUP, retentionInDays=7)),
)
step("it is shown", lambda: group("logGroupName", "retentionInDays", "metricFilterCount"))
step(
    "a retention that is not offered",
    lambda: quiet(logs.put_retention_policy(logGroupName=GROUP, retentionInDays=2)),
)
step("delete the retention", lambda: quiet(logs.delete_retention_policy(logGroupName=GROUP)))
step("it is shown no more", lambda: group("logGroupName", "retentionInDays"))
step("tag it", lambda: quiet(logs.tag_resource(resourceArn=ARN, tags={"b": "2"})))
step("untag it", lambda: quiet(logs.untag_resource(resourceArn=ARN, tagKeys=["a"])))
step("its tags", lambda: logs.list_tags_for_resource(resourceArn=ARN)["tags"])
step("tag it the old way", lambda: quiet(logs.tag_log_group(logGroupName=GROUP, tags={"c": ""})))
step("its tags the old way", lambda: logs.list_tags_log_group(logGroupName=GROUP)["tags"])
step("delete the stream", lambda: quiet(logs.delete_log_stream(**NAMES)))
step("no events are left", lambda: messages(""))
step("delete it twice", lambda: quiet(logs.delete_log_stream(**NAMES)))
step("delete the group", lambda: quiet(logs.delete_log_group(logGroupName=GROUP)))
step("delete the group twice", lambda: quiet(logs.delete_log_group(logGroupName=GROUP)))
step("the group is gone", lambda: group("logGroupName"))
finish()
