"""Calls AWS through boto3, as it is told."""

import functools

import boto3
from botocore import xform_name
from botocore.exceptions import ClientError
from calls import serve


@functools.cache
def client_of(service, endpoint):
    return boto3.client(service, endpoint_url=endpoint)


def first_with_records(stream):
    """Of a subscription, the answer is the first event with records."""
    for event in stream:
        if event["SubscribeToShardEvent"]["Records"]:
            stream.close()
            return event["SubscribeToShardEvent"]


def answer_of(call):
    client = client_of(call["service"], call["endpoint"])
    operation = xform_name(call["operation"])
    if "pages" in call:
        name, size = call["pages"]["of"], call["pages"]["size"]
        found = client.get_paginator(operation).paginate(
            **call["input"], PaginationConfig={"PageSize": size}
        )
        return {name: [entry for page in found for entry in page.get(name, [])]}
    answer = getattr(client, operation)(**call["input"])
    del answer["ResponseMetadata"]
    return first_with_records(answer["EventStream"]) if "EventStream" in answer else answer


def outcome_of(call):
    try:
        return {"answer": answer_of(call)}
    except ClientError as error:
        told = {"code": error.response["Error"]["Code"], "message": error.response["Error"]["Message"]}
        name = type(error).__name__
        return {"error": told if name == "ClientError" else {**told, "modelled": name}}


serve(outcome_of)
