"""What the scripts that are compared with moto share."""

import json

from botocore.exceptions import ClientError
from botocore.parsers import ResponseParserError

RESULTS = {}


def step(name, call):
    """Keeps what a call gives, or how it is refused."""
    try:
        RESULTS[name] = call()
    except ClientError as error:
        refusal = error.response["Error"]
        # A crash is told by its status, and a page.
        is_crash = refusal["Code"] == "500"
        RESULTS[name] = "500" if is_crash else refusal["Code"] + ": " + refusal["Message"]
    except ResponseParserError as error:
        RESULTS[name] = type(error).__name__


def finish():
    print(json.dumps(RESULTS, sort_keys=True, default=str))
