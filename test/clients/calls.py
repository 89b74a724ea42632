"""Reads calls, a line of JSON each, and writes what came of them in the same way."""

import base64
import datetime
import json
import sys


def _with_bytes(value):
    return base64.b64decode(value["$bytes"]) if "$bytes" in value else value


def _plain(value):
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    return base64.b64encode(value.read()).decode()


def serve(outcome_of):
    """Answers each call by `outcome_of`: {"answer": …} or {"error": …}."""
    for line in sys.stdin:
        call = json.loads(line, object_hook=_with_bytes)
        try:
            outcome = outcome_of(call)
        except Exception as crash:
            outcome = {"crash": f"{call['operation']}: {type(crash).__name__}: {crash}"}
        sys.__stdout__.write(json.dumps(outcome, default=_plain) + "\n")
        sys.__stdout__.flush()
