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
        RESULTS[name] = error.response["Error"]["Code"] + ": " + error.response["Error"]["Message"]
    except ResponseParserError as error:
        RESULTS[name] = type(error).__name__


def finish():
    print(json.dumps(RESULTS, sort_keys=True, default=str))
