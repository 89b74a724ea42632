"""Calls AWS through the AWS CLI of version 1, as it is told.

Each call is a command, whose arguments, output and exit status are those of a process of its own;
to start one for each takes ninety times as long.
"""

import contextlib
import io
import json
import os
import re
import tempfile

FOLDER = tempfile.TemporaryDirectory()
CONFIG = os.path.join(FOLDER.name, "config")
with open(CONFIG, "w") as file:
    file.write("[default]\ncli_timestamp_format = iso8601\n")
os.environ["AWS_CONFIG_FILE"] = CONFIG

from awscli.clidriver import create_clidriver  # noqa: E402 (reads the environment)
from botocore import xform_name  # noqa: E402
from calls import serve  # noqa: E402

DRIVER = create_clidriver()
COMMANDS = {"s3": "s3api"}
"""Services whose operations are commands of another name."""
HOISTED = {"Code": "ZipFile", "Content": "ZipFile"}
"""Bytes inside a structure, for which there is an argument of their name (`--zip-file`)."""
ERROR = re.compile(
    r"An error occurred \((\S+)\) when calling the \w+ operation(?: \(reached max retries: \d+\))?: (.*)",
    re.DOTALL,
)


def place(name):
    return os.path.join(FOLDER.name, name)


def file_argument(member, content, streams=False):
    """Bytes are given as a file: by its path where they are streamed, otherwise by an address."""
    with open(place(member), "wb") as file:
        file.write(content)
    return ["--" + xform_name(member, "-"), ("" if streams else "fileb://") + place(member)]


def arguments_of(values, model):
    """A top-level member of bytes, or what is hoisted, as a file; everything else as JSON."""
    files, others = [], {}
    for member, value in values.items():
        inside = HOISTED.get(member)
        if isinstance(value, bytes):
            streams = model.input_shape.members[member].serialization.get("streaming")
            files += file_argument(member, value, streams)
        elif inside and inside in value:
            files += file_argument(inside, value[inside])
        else:
            others[member] = value
    if model.has_streaming_output:
        return [*options_of(others), *files, place("outfile")]
    # Bytes deeper inside are taken as they are written.
    return ["--cli-input-json", json.dumps(others, default=bytes.decode), *files]


def options_of(members):
    """An argument for each member: a command that writes a file takes no JSON for all of them."""
    return [part for member, value in members.items() for part in ("--" + xform_name(member, "-"), value)]


def run(arguments):
    """What a process would leave behind: exit status, standard output, standard error."""
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            status = DRIVER.main(arguments)
        except SystemExit as end:
            status = end.code
    out.flush()
    return status, out.buffer.getvalue().decode(), err.getvalue()


def outcome_of(call):
    service, operation = call["service"], call["operation"]
    model = DRIVER.session.get_service_model(service).operation_model(operation)
    command = [COMMANDS.get(service, service), xform_name(operation, "-")]
    paging = ["--page-size", str(call["pages"]["size"])] if "pages" in call else ["--no-paginate"]
    status, stdout, stderr = run(
        [*command, *arguments_of(call["input"], model), *paging]
        + ["--endpoint-url", call["endpoint"]]
    )
    failed = ERROR.search(stderr)
    if failed and status != 0:
        return {"error": {"code": failed[1], "message": failed[2].rstrip("\n")}}
    if status != 0 or stderr:
        raise RuntimeError(f"{status}: {stderr}")
    answer = json.loads(stdout) if stdout else {}
    if "pages" in call:
        return {"answer": {call["pages"]["of"]: answer.get(call["pages"]["of"], [])}}
    if model.has_streaming_output:
        with open(place("outfile"), "rb") as file:
            answer[model.output_shape.serialization["payload"]] = file.read()
    return {"answer": answer}


serve(outcome_of)
