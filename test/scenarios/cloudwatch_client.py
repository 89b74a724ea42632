"""Puts metrics through boto3, and prints what comes back from them, page by page, as JSON.

Endpoint and credentials come from the environment.
"""

import datetime
import json

import boto3
from botocore.exceptions import ClientError

cloudwatch = boto3.client("cloudwatch")
now = datetime.datetime.now(datetime.timezone.utc)
start = now - datetime.timedelta(minutes=30)

# Many and long enough that boto3 compresses the request.
cloudwatch.put_metric_data(
    Namespace="Many", MetricData=[{"MetricName": f"Metric{n}", "Value": n} for n in range(600)]
)
points = [
    {"MetricName": "Orders", "Value": n, "Timestamp": start + datetime.timedelta(minutes=n)}
    for n in range(5)
]
cloudwatch.put_metric_data(Namespace="Shop", MetricData=points)

metric = {"Namespace": "Shop", "MetricName": "Orders"}
pages = list(
    cloudwatch.get_paginator("get_metric_data").paginate(
        MetricDataQueries=[{"Id": "a", "MetricStat": {"Metric": metric, "Period": 60, "Stat": "Sum"}}],
        StartTime=start,
        EndTime=now,
        ScanBy="TimestampAscending",
        PaginationConfig={"PageSize": 2},
    )
)
listed = cloudwatch.get_paginator("list_metrics").paginate(Namespace="Many")

try:
    cloudwatch.get_metric_statistics(
        **metric, StartTime=start, EndTime=now.replace(year=now.year + 1), Period=60, Statistics=["Sum"]
    )
    refused = None
except cloudwatch.exceptions.InvalidParameterCombinationException as error:
    refused = error.response["Error"]["Code"]
except ClientError as error:
    refused = f"not modelled: {error}"

print(
    json.dumps(
        {
            "values": [v for page in pages for v in page["MetricDataResults"][0]["Values"]],
            "pages": len(pages),
            "listed": sum(len(page["Metrics"]) for page in listed),
            "refused": refused,
        }
    )
)
