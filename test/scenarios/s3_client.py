"""What a program that uses boto3 does with S3. Prints one line for each thing that is as it should be."""

import sys
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

s3 = boto3.client("s3", config=Config(retries={"max_attempts": 0}))
path_style = boto3.client("s3", config=Config(signature_version="s3v4"))


def code_of(call, **parameters):
    try:
        call(**parameters)
    except ClientError as error:
        return error.response["Error"]["Code"]
    return "none"


def check(name, found, expected):
    if found != expected:
        sys.exit(f"{name}: {found!r} and not {expected!r}")
    print("ok", name)


eu = {"LocationConstraint": "eu-west-1"}
check("no region", code_of(s3.create_bucket, Bucket="failures"), "IllegalLocationConstraintException")
s3.create_bucket(Bucket="failures", CreateBucketConfiguration=eu)
check(
    "created twice",
    code_of(s3.create_bucket, Bucket="failures", CreateBucketConfiguration=eu),
    "BucketAlreadyOwnedByYou",
)
check("region", s3.get_bucket_location(Bucket="failures")["LocationConstraint"], "eu-west-1")
check("head", s3.head_bucket(Bucket="failures")["BucketRegion"], "eu-west-1")
check("no bucket", code_of(s3.list_objects_v2, Bucket="nowhere"), "NoSuchBucket")

keys = ["a//b", "a/b/", "/a", "x y+z%&?#<>\"'", "ключ/😀", "..", "a\x01b\n"]
for key in keys:
    s3.put_object(Bucket="failures", Key=key, Body=key.encode(), Metadata={"by": "me"})
    found = s3.get_object(Bucket="failures", Key=key)
    check(repr(key), (found["Body"].read(), found["Metadata"]), (key.encode(), {"by": "me"}))

pages = s3.get_paginator("list_objects_v2").paginate(Bucket="failures", PaginationConfig={"PageSize": 2})
listed = [entry["Key"] for page in pages for entry in page["Contents"]]
check("listed", listed, sorted(keys, key=str.encode))
pages = s3.get_paginator("list_objects").paginate(Bucket="failures", Delimiter="/", PaginationConfig={"PageSize": 2})
prefixes = [entry["Prefix"] for page in pages for entry in page.get("CommonPrefixes", [])]
check("prefixes", prefixes, ["/", "a/", "ключ/"])

for algorithm in ["CRC32", "SHA1", "SHA256"]:
    s3.put_object(Bucket="failures", Key="checked", Body=b"123456789", ChecksumAlgorithm=algorithm)
    found = s3.get_object(Bucket="failures", Key="checked", ChecksumMode="ENABLED")
    check(algorithm, (found["Body"].read(), f"Checksum{algorithm}" in found), (b"123456789", True))
wrong = {"Bucket": "failures", "Key": "checked", "Body": b"x", "ChecksumSHA1": "qUqP5cyxm6YcTAhz05Hph5gvu9M="}
check("wrong checksum", code_of(s3.put_object, **wrong), "BadDigest")

ranged = s3.get_object(Bucket="failures", Key="checked", Range="bytes=2-4", ChecksumMode="ENABLED")
check("range", (ranged["Body"].read(), ranged["ContentRange"]), (b"345", "bytes 2-4/9"))
check("no range", code_of(s3.get_object, Bucket="failures", Key="checked", Range="bytes=9-"), "InvalidRange")
etag = s3.head_object(Bucket="failures", Key="checked")["ETag"]
check("not modified", code_of(s3.get_object, Bucket="failures", Key="checked", IfNoneMatch=etag), "304")
check("exists", code_of(s3.put_object, Bucket="failures", Key="checked", IfNoneMatch="*"), "PreconditionFailed")
check("no key", code_of(s3.get_object, Bucket="failures", Key="nothing"), "NoSuchKey")
check("no head", code_of(s3.head_object, Bucket="failures", Key="nothing"), "404")

check("tags", code_of(s3.put_object, Bucket="failures", Key="t", Tagging="a=b"), "NotImplemented")
check("public", code_of(s3.put_object, Bucket="failures", Key="t", ACL="public-read"), "InvalidArgument")
check("get tags", code_of(s3.get_object_tagging, Bucket="failures", Key="checked"), "NotImplemented")
check("cors", code_of(s3.get_bucket_cors, Bucket="failures"), "NotImplemented")
source = {"Bucket": "failures", "Key": "checked"}
check("to itself", code_of(s3.copy_object, **source, CopySource=source), "InvalidRequest")
notify = {"Bucket": "failures", "NotificationConfiguration": {}}
check("notify", code_of(s3.put_bucket_notification_configuration, **notify), "NotImplemented")
check("nothing put by any of them", code_of(s3.head_object, Bucket="failures", Key="t"), "404")

for client in [s3, path_style]:
    url = client.generate_presigned_url("get_object", Params={"Bucket": "failures", "Key": "checked"})
    check("presigned", urllib.request.urlopen(url).read(), b"123456789")

check("not empty", code_of(s3.delete_bucket, Bucket="failures"), "BucketNotEmpty")
everything = [{"Key": key} for key in [*keys, "checked"]]
deleted = s3.delete_objects(Bucket="failures", Delete={"Objects": everything})
check("deleted", len(deleted["Deleted"]), len(everything))
s3.delete_bucket(Bucket="failures")
check("gone", s3.list_buckets()["Buckets"], [])
