"""Handlers for the tests of the Python runtime; each does what its name says."""

import decimal
import logging
import os
import sys
import time

calls = 0


def echoes(event, context):
    return event


def raises_an_error(event, context):
    raise ValueError("boom")


def exits_with_code_3(event, context):
    sys.exit(3)


def prints(event, context):
    print("one\ntwo\rstill two\nthree")
    logging.getLogger().warning("careful\nsecond line")
    sys.stdout.write("no line break")
    return "printed"


def describes_its_world(event, context):
    global calls
    calls += 1
    return {
        "request_id": context.aws_request_id,
        "function_name": context.function_name,
        "function_version": context.function_version,
        "arn": context.invoked_function_arn,
        "memory": context.memory_limit_in_mb,
        "log_group": context.log_group_name,
        "log_stream": context.log_stream_name,
        "remaining_ms": context.get_remaining_time_in_millis(),
        "custom": context.client_context and context.client_context.custom,
        "calls": calls,
        "env": dict(os.environ),
    }


def sleeps_for_ever(event, context):
    time.sleep(1_000_000)


def fills_its_memory(event, context):
    kept = []
    while True:
        kept.append(bytearray(10_000_000))


def returns_a_decimal(event, context):
    return {"price": decimal.Decimal("1.5")}


def returns_an_object(event, context):
    return object()
