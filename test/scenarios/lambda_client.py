"""What a program that uses boto3 does with functions. Prints one line for each thing that is as it should be."""

import base64
import io
import json
import os
import stat
import sys
import urllib.request
import zipfile

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

BOOTSTRAP = sys.argv[1]
ROLE = "arn:aws:iam::000000000000:role/consumer"
functions = boto3.client("lambda", config=Config(retries={"max_attempts": 0}))
s3 = boto3.client("s3")


def zipped(files, mode=0o644):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = (stat.S_IFREG | mode) << 16
            file.writestr(info, content)
    return archive.getvalue()


def answering(expression):
    return zipped({"app.py": f"import os\ndef handler(event, context):\n    return {expression}\n"})


def code_of(call, **parameters):
    try:
        call(**parameters)
    except ClientError as error:
        return error.response["Error"]["Code"]
    return "none"


def invoke(name, event=None, **parameters):
    answer = functions.invoke(FunctionName=name, Payload=json.dumps(event), **parameters)
    return json.loads(answer["Payload"].read() or "null"), answer.get("ExecutedVersion")


def check(name, found, expected):
    if found != expected:
        sys.exit(f"{name}: {found!r} and not {expected!r}")
    print("ok", name)


settings = {"Role": ROLE, "Runtime": "python3.12", "Handler": "app.handler"}
first = answering("[event, os.environ['COLOUR'], context.function_version]")
made = functions.create_function(
    FunctionName="greet",
    Code={"ZipFile": first},
    Environment={"Variables": {"COLOUR": "red"}},
    Tags={"team": "x"},
    **settings,
)
check("made", (made["State"], made["Version"], made["CodeSize"]), ("Pending", "$LATEST", len(first)))
functions.get_waiter("function_active_v2").wait(FunctionName="greet")
check("invoked", invoke("greet", 1), ([1, "red", "$LATEST"], "$LATEST"))
check("invoked by its ARN", invoke(made["FunctionArn"], 2)[0][0], 2)
tail = functions.invoke(FunctionName="greet", LogType="Tail")
check("log", b"START RequestId" in base64.b64decode(tail["LogResult"]), True)
check("dry run", functions.invoke(FunctionName="greet", InvocationType="DryRun")["StatusCode"], 204)
check("event", functions.invoke(FunctionName="greet", InvocationType="Event")["StatusCode"], 202)
check("made twice", code_of(functions.create_function, FunctionName="greet", Code={"ZipFile": first}, **settings), "ResourceConflictException")

shown = functions.get_function(FunctionName="greet")
check("tags", shown["Tags"], {"team": "x"})
check("archive", urllib.request.urlopen(shown["Code"]["Location"]).read(), first)

one = functions.publish_version(FunctionName="greet", Description="red")
check("version", (one["Version"], one["FunctionArn"].split(":")[-1]), ("1", "1"))
functions.update_function_configuration(FunctionName="greet", Environment={"Variables": {"COLOUR": "blue"}})
functions.get_waiter("function_updated_v2").wait(FunctionName="greet")
two = functions.update_function_code(FunctionName="greet", ZipFile=answering("os.environ['COLOUR']"), Publish=True)
check("published with its code", two["Version"], "2")
check("versions", [invoke(f"greet:{v}", 0)[1] for v in ("1", "2", "$LATEST")], ["1", "2", "$LATEST"])
alias = functions.create_alias(FunctionName="greet", Name="live", FunctionVersion="1")
check("alias", invoke("greet", 0, Qualifier="live")[0], [0, "red", "1"])
functions.update_alias(FunctionName="greet", Name="live", FunctionVersion="2", RevisionId=alias["RevisionId"])
check("alias moved", invoke("greet", 0, Qualifier="live"), ("blue", "2"))
check("stale", code_of(functions.update_alias, FunctionName="greet", Name="live", RevisionId="x"), "PreconditionFailedException")
check("aliases", [a["Name"] for a in functions.list_aliases(FunctionName="greet")["Aliases"]], ["live"])
pages = functions.get_paginator("list_versions_by_function").paginate(FunctionName="greet", PaginationConfig={"PageSize": 1})
check("versions in pages", [v["Version"] for page in pages for v in page["Versions"]], ["$LATEST", "1", "2"])

functions.put_function_concurrency(FunctionName="greet", ReservedConcurrentExecutions=0)
check("throttled", code_of(functions.invoke, FunctionName="greet"), "TooManyRequestsException")
check("concurrency", functions.get_function_concurrency(FunctionName="greet")["ReservedConcurrentExecutions"], 0)
functions.delete_function_concurrency(FunctionName="greet")
statement = functions.add_permission(FunctionName="greet", StatementId="s", Action="lambda:InvokeFunction", Principal="sns.amazonaws.com")
policy = json.loads(functions.get_policy(FunctionName="greet")["Policy"])
check("policy", policy["Statement"], [json.loads(statement["Statement"])])
functions.remove_permission(FunctionName="greet", StatementId="s")
check("no policy", code_of(functions.get_policy, FunctionName="greet"), "ResourceNotFoundException")
functions.tag_resource(Resource=made["FunctionArn"], Tags={"more": "y"})
functions.untag_resource(Resource=made["FunctionArn"], TagKeys=["team"])
check("other tags", functions.list_tags(Resource=made["FunctionArn"])["Tags"], {"more": "y"})
check("no code signing", functions.get_function_code_signing_config(FunctionName="greet")["CodeSigningConfigArn"], "")

layer = functions.publish_layer_version(LayerName="words", Content={"ZipFile": zipped({"python/words.py": "HELLO = 'hello'\n"})})
with_layer = zipped({"app.py": "import words\ndef handler(event, context):\n    return words.HELLO\n"})
functions.create_function(FunctionName="layered", Code={"ZipFile": with_layer}, Layers=[layer["LayerVersionArn"]], **settings)
check("layer", invoke("layered")[0], "hello")
location = functions.get_layer_version(LayerName="words", VersionNumber=1)["Content"]["Location"]
check("layer's archive", len(urllib.request.urlopen(location).read()), layer["Content"]["CodeSize"])
check("layers", [found["LayerName"] for found in functions.list_layers()["Layers"]], ["words"])
check("layer's versions", [v["Version"] for v in functions.list_layer_versions(LayerName="words")["LayerVersions"]], [1])
functions.delete_layer_version(LayerName="words", VersionNumber=1)
check("layer stays with its function", invoke("layered")[0], "hello")

with open(BOOTSTRAP, "rb") as file:
    own = zipped({"bootstrap": file.read()}, mode=0o755)
s3.create_bucket(Bucket="packages")
s3.put_object(Bucket="packages", Key="own.zip", Body=own)
from_s3 = {"S3Bucket": "packages", "S3Key": "own.zip"}
functions.create_function(FunctionName="own", Code=from_s3, **{**settings, "Runtime": "provided.al2023"})
check("a program from S3", invoke("own", {"a": 1})[0], {"a": 1})
nothing = {"S3Bucket": "packages", "S3Key": "nothing.zip"}
check("nothing in S3", code_of(functions.create_function, FunctionName="x", Code=nothing, **settings), "InvalidParameterValueException")

large = zipped({"app.py": "def handler(event, context):\n    return 1\n", "data": os.urandom(40_000_000)})
functions.create_function(FunctionName="large", Code={"ZipFile": large}, **settings)
check("40 MB", invoke("large")[0], 1)
text = "Request must be smaller than 70167211 bytes for the CreateFunction operation"
found = None
try:
    functions.create_function(FunctionName="x", Code={"ZipFile": os.urandom(53_000_000)}, **settings)
except ClientError as error:
    found = error.response["Error"]["Code"], error.response["Error"]["Message"]
check("53 MB", found, ("RequestEntityTooLargeException", text))

usage = functions.get_account_settings()["AccountUsage"]
check("functions", usage["FunctionCount"], 4)
names = functions.get_paginator("list_functions").paginate(PaginationConfig={"PageSize": 2})
check("list", [f["FunctionName"] for page in names for f in page["Functions"]], ["greet", "large", "layered", "own"])
for name in ["greet", "large", "layered", "own"]:
    check("deleted", functions.delete_function(FunctionName=name)["ResponseMetadata"]["HTTPStatusCode"], 204)
check("gone", code_of(functions.get_function, FunctionName="greet"), "ResourceNotFoundException")
