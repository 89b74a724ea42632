"""Prints the names of AWS's operations, as the models of the botocore at hand have them, as JSON."""

import json
import sys

import botocore.session

SERVICES = ["kinesis", "lambda", "sqs", "sns", "s3", "logs", "cloudwatch", "iam", "sts"]

session = botocore.session.get_session()
models = [session.get_service_model(name) for name in SERVICES]
json.dump(
    [
        {
            "service": model.metadata["serviceId"],
            "signingName": model.signing_name,
            "apiVersion": model.api_version,
            "operations": sorted(model.operation_names),
        }
        for model in models
    ],
    sys.stdout,
    indent=2,
)
print()
