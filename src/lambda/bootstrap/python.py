"""The runtime of Python functions: it loads the handler, then asks for one invocation after
another and runs the handler on each. Only the standard library, so that any Python from 3.8 on
can run it as it stands."""

import decimal
import importlib
import json
import logging
import math
import os
import signal
import sys
import time
import traceback

NO_BREAK_SPACE = "\u00a0"
FRAME_TYPE_TEXT = bytes.fromhex("a55a0003")

# A handler may replace these; the runtime must go on working.
_time = time.time


class RuntimeFault(Exception):
    """An error of the runtime itself, under AWS's name for it."""

    def __init__(self, error_type, message, stack_trace=None):
        super().__init__(message)
        self.error_type = error_type
        self.message = message
        self.stack_trace = stack_trace or []


class Channel:
    """The runtime's end of the channel to its sandbox: frames over a socket that this process
    inherited. A frame is the lengths of its head and its body (4 bytes each), the head as JSON,
    and the body."""

    def __init__(self, descriptor):
        # What a handler starts must not hold it.
        os.set_inheritable(descriptor, False)
        self.file = os.fdopen(descriptor, "r+b", 0)

    def next(self):
        """Waits for the next invocation: its headers and its payload's bytes."""
        head, body = self._ask({"type": "next", "memoryUsedMb": memory_used_mb()})
        return head["headers"], body

    def respond(self, request_id, body):
        self._say({"type": "response", "requestId": request_id}, body)

    def fail(self, request_id, error):
        self._ask({"type": "error", "requestId": request_id, "errorType": error["errorType"]}, error)

    def fail_init(self, error):
        self._ask({"type": "init-error", "errorType": error["errorType"]}, error)

    def _ask(self, head, error=None):
        self._say(head, b"" if error is None else json.dumps(error).encode())
        lengths = self._read(8)
        head = self._read(int.from_bytes(lengths[:4], "big"))
        return json.loads(head), self._read(int.from_bytes(lengths[4:], "big"))

    def _say(self, head, body):
        text = json.dumps(head).encode()
        frame = len(text).to_bytes(4, "big") + len(body).to_bytes(4, "big") + text + body
        try:
            write_fully(self.file, frame)
        except OSError:
            leave()

    def _read(self, count):
        data = bytearray(count)
        view = memoryview(data)
        while view:
            try:
                count = self.file.readinto(view)
            except OSError:
                count = 0
            if not count:
                leave()
            view = view[count:]
        return data


def leave():
    """Whoever owns this sandbox is gone: nobody would stop this process."""
    os._exit(1)


def write_fully(file, data):
    view = memoryview(data)
    while view:
        view = view[file.write(view) or 0 :]


def memory_used_mb():
    """The most memory that this process has held so far, or None where the system does not say."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            for line in status:
                if line.startswith("VmHWM:"):
                    return math.ceil(int(line.split()[1]) / 1024)
    except OSError:
        pass
    try:
        import resource

        unit = 2**20 if sys.platform == "darwin" else 1024
        return math.ceil(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit)
    except ImportError:
        return None


class Clock:
    """How far the owner's clock is from this machine's: not 0 only when time is simulated."""

    offset_ms = 0

    @classmethod
    def learn(cls, now_ms):
        offset_ms = float(now_ms) - _time() * 1000 if now_ms else 0
        cls.offset_ms = 0 if abs(offset_ms) < 1000 else offset_ms

    @classmethod
    def now_ms(cls):
        return _time() * 1000 + cls.offset_ms


class Log:
    """Whole messages, framed when the owner gave a telemetry descriptor, to stdout otherwise."""

    def __init__(self):
        descriptor = os.environ.pop("_LAMBDA_TELEMETRY_LOG_FD", None)
        self.file = os.fdopen(int(descriptor), "wb", 0) if descriptor else None

    def write(self, text):
        if self.file is None:
            sys.stdout.write(text.rstrip("\n").replace("\n", "\r") + "\n")
            return
        message = text.encode("utf-8", "replace")
        microseconds = int(Clock.now_ms() * 1000)
        write_fully(
            self.file,
            FRAME_TYPE_TEXT
            + len(message).to_bytes(4, "big")
            + microseconds.to_bytes(8, "big", signed=True)
            + message,
        )

    def error(self, error):
        """The error as AWS shows it, indented by no-break spaces that no reader strips."""
        lines = [f"[ERROR] {error['errorType']}: {error['errorMessage']}"]
        lines.append("Traceback (most recent call last):")
        for entry in error["stackTrace"]:
            for line in entry.splitlines() or [""]:
                bare = line.lstrip(" ")
                lines.append(NO_BREAK_SPACE * (len(line) - len(bare)) + bare)
        self.write("\n".join(lines) + "\n")


class LogHandler(logging.Handler):
    """Sends what is logged by `logging` to the log, with the request id of the invocation."""

    request_id = ""

    def __init__(self, log):
        super().__init__()
        self.log = log

    def format(self, record):
        record.aws_request_id = LogHandler.request_id
        return super().format(record)

    def emit(self, record):
        try:
            self.log.write(self.format(record))
        except Exception:
            self.handleError(record)


def capture_logging(log):
    def shifted(seconds):
        return time.gmtime(seconds + Clock.offset_ms / 1000)

    handler = LogHandler(log)
    formatter = logging.Formatter(
        "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s\n",
        "%Y-%m-%dT%H:%M:%S",
    )
    formatter.converter = shifted
    handler.setFormatter(formatter)
    logging.getLogger().addHandler(handler)


def error_document(error_type, message, stack_trace, request_id=""):
    return {
        "errorMessage": message,
        "errorType": error_type,
        "requestId": request_id,
        "stackTrace": stack_trace,
    }


def describe(error, request_id=""):
    """The document of what was raised; frames of this file are left out of its stack trace."""
    if isinstance(error, RuntimeFault):
        return error_document(error.error_type, error.message, error.stack_trace, request_id)
    frames = traceback.extract_tb(error.__traceback__)
    while len(frames) > 1 and frames[0].filename == __file__:
        frames.pop(0)
    return error_document(
        type(error).__name__, str(error), traceback.format_list(frames), request_id
    )


def load_handler(text):
    """From the text of `Handler` to the function that it names."""
    try:
        module_name, function_name = text.rsplit(".", 1)
    except ValueError as error:
        raise RuntimeFault("Runtime.MalformedHandlerName", f"Bad handler '{text}': {error}")
    if module_name.split(".")[0] in sys.builtin_module_names:
        message = f"Cannot use built-in module {module_name} as a handler module"
        raise RuntimeFault("Runtime.BuiltInModuleConflict", message)
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        message = f"Unable to import module '{module_name}': {error}"
        raise RuntimeFault("Runtime.ImportModuleError", message)
    except SyntaxError as error:
        trace = [f'  File "{error.filename}" Line {error.lineno}\n    {error.text}']
        message = f"Syntax error in module '{module_name}': {error}"
        raise RuntimeFault("Runtime.UserCodeSyntaxError", message, trace)
    if not hasattr(module, function_name):
        message = f"Handler '{function_name}' missing on module '{module_name}'"
        raise RuntimeFault("Runtime.HandlerNotFound", message)
    return getattr(module, function_name)


class Members:
    def __init__(self, **members):
        self.__dict__.update(members)


def client_context(text):
    if not text:
        return None
    values = json.loads(text)
    client = Members(**values["client"]) if "client" in values else None
    return Members(client=client, custom=values.get("custom"), env=values.get("env"))


class LambdaContext:
    """What the handler gets as its second argument."""

    def __init__(self, headers):
        identity = json.loads(headers.get("Lambda-Runtime-Cognito-Identity") or "{}")
        self.aws_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        self.log_group_name = os.environ.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.function_name = os.environ.get("AWS_LAMBDA_FUNCTION_NAME")
        self.memory_limit_in_mb = os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.function_version = os.environ.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.invoked_function_arn = headers.get("Lambda-Runtime-Invoked-Function-Arn")
        self.tenant_id = headers.get("Lambda-Runtime-Aws-Tenant-Id")
        self.client_context = client_context(headers.get("Lambda-Runtime-Client-Context"))
        self.identity = Members(
            cognito_identity_id=identity.get("cognitoIdentityId"),
            cognito_identity_pool_id=identity.get("cognitoIdentityPoolId"),
        )
        self._deadline_ms = int(headers["Lambda-Runtime-Deadline-Ms"])

    def get_remaining_time_in_millis(self):
        return max(0, int(self._deadline_ms - Clock.now_ms()))


def decimals(value):
    """JSON's number for what the standard encoder does not know."""
    if isinstance(value, decimal.Decimal):
        return math.nan if value.is_nan() else float(value)
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


def serialize(result):
    if isinstance(result, bytes):
        return result
    try:
        return json.dumps(result, ensure_ascii=False, default=decimals).encode()
    except Exception as error:
        raise RuntimeFault("Runtime.MarshalError", f"Unable to marshal response: {error}")


def flush():
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            pass


def die_of_memory(report, request_id=""):
    """AWS kills a process that takes more than its memory; the limit here raises instead."""
    flush()
    message = f"RequestId: {request_id} Error: Runtime exited with error: signal: killed"
    report({"errorType": "Runtime.OutOfMemory", "errorMessage": message})
    os.kill(os.getpid(), signal.SIGKILL)


def handle(channel, log, handler):
    headers, body = channel.next()
    request_id = headers["Lambda-Runtime-Aws-Request-Id"]
    Clock.learn(headers.get("Sluicebox-Now-Ms"))
    LogHandler.request_id = request_id
    os.environ["_X_AMZN_TRACE_ID"] = headers.get("Lambda-Runtime-Trace-Id", "")
    try:
        payload = serialize(handler(json.loads(body), LambdaContext(headers)))
    except MemoryError:
        die_of_memory(lambda error: channel.fail(request_id, error), request_id)
    except Exception as error:
        failure = describe(error, request_id)
        log.error(failure)
        flush()
        channel.fail(request_id, failure)
        return
    flush()
    channel.respond(request_id, payload)


def main():
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True, errors="backslashreplace")
    log = Log()
    capture_logging(log)
    channel = Channel(int(os.environ.pop("_SLUICEBOX_CHANNEL_FD")))
    # This file's own folder gives way to the function's.
    sys.path[0] = os.environ["LAMBDA_TASK_ROOT"]
    try:
        handler = load_handler(os.environ["_HANDLER"])
    except MemoryError:
        die_of_memory(channel.fail_init)
    except Exception as error:
        failure = describe(error)
        log.error(failure)
        flush()
        channel.fail_init(failure)
        sys.exit(1)
    while True:
        handle(channel, log, handler)


if __name__ == "__main__":
    main()
