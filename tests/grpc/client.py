"""What an ordinary gRPC client in Python sees of the service. See RealClientsTests.

usage: client.py MODE HOST:PORT GENERATED [FILE...]; tokens in VIEWER and OPERATOR
"""

import os
import pathlib
import sys
import time

mode, address, generated, *files = sys.argv[1:]
sys.path.insert(0, generated)

import google
import grpc

# The generated packages have names that installed ones have, too.
google.__path__ = [*google.__path__, os.path.join(generated, "google")]
grpc.__path__.append(os.path.join(generated, "grpc"))

from chaosservice.v1 import chaosservice_pb2 as chaos
from chaosservice.v1 import chaosservice_pb2_grpc
from google.rpc import error_details_pb2, status_pb2
from grpc.health.v1 import health_pb2, health_pb2_grpc
from grpc.reflection.v1 import reflection_pb2, reflection_pb2_grpc

VIEWER = [("authorization", f"Bearer {os.environ['VIEWER']}")]
OPERATOR = [("authorization", f"Bearer {os.environ['OPERATOR']}")]
NAME = "chaosservice.v1.ChaosService"


def refused(code, call, *details):
    """The call ends with the code; returns its message and the details of these types."""
    try:
        call()
    except grpc.RpcError as error:
        assert error.code() == code, (error.code(), error.details())
        packed = dict(error.trailing_metadata()).get("grpc-status-details-bin")
        found = status_pb2.Status.FromString(packed).details if packed else []
        unpacked = []
        for detail in details:
            wanted = [any for any in found if any.Is(detail.DESCRIPTOR)]
            assert wanted, (detail.DESCRIPTOR.full_name, found)
            message = detail()
            wanted[0].Unpack(message)
            unpacked.append(message)
        return error.details(), *unpacked
    raise AssertionError(f"the call should have ended with {code}")


def trigger(stub, **more):
    return stub.TriggerRun(chaos.TriggerRunRequest(experiment="calm", **more), metadata=OPERATOR, timeout=20)


def until(condition):
    limit = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < limit, "the condition did not come true in time"
        time.sleep(0.01)


def abort(stub, id):
    stub.AbortRun(chaos.AbortRunRequest(id=id), metadata=OPERATOR)


def unary_and_metadata(stub):
    response, call = stub.ListExperiments.with_call(chaos.ListExperimentsRequest(), metadata=VIEWER, timeout=20)
    assert [e.name for e in response.experiments] == ["calm"], response
    assert call.code() == grpc.StatusCode.OK
    assert len(stub.ListSchedules(chaos.ListSchedulesRequest(), metadata=VIEWER).schedules) == 0


def stream(stub):
    run = trigger(stub)
    assert stub.GetRun(chaos.GetRunRequest(id=run.id), metadata=VIEWER).cause == "grpc"
    watch = stub.WatchRun(chaos.WatchRunRequest(id=run.id), metadata=VIEWER, timeout=30)
    assert dict(watch.initial_metadata())["chaosservice-run-id"] == run.id
    kinds = []
    for event in watch:
        kinds.append(event.WhichOneof("event"))
        if kinds[-1] == "phase":
            abort(stub, run.id)
    assert kinds[-1] == "end" and event.end.state == chaos.RUN_STATE_ABORTED, kinds
    assert watch.code() == grpc.StatusCode.OK
    message, _ = refused(grpc.StatusCode.FAILED_PRECONDITION, lambda: abort(stub, run.id), error_details_pb2.ErrorInfo)
    assert "is over: aborted" in message, message
    assert run.id in [r.id for r in stub.ListRuns(chaos.ListRunsRequest(limit=5), metadata=VIEWER).runs]


def deadline_and_cancellation(stub):
    run = trigger(stub)
    refused(grpc.StatusCode.DEADLINE_EXCEEDED, lambda: list(stub.WatchRun(chaos.WatchRunRequest(id=run.id), metadata=VIEWER, timeout=0.4)))
    watch = stub.WatchRun(chaos.WatchRunRequest(id=run.id), metadata=VIEWER)
    next(watch)
    watch.cancel()
    refused(grpc.StatusCode.CANCELLED, lambda: list(watch))
    abort(stub, run.id)


def refusals(stub, channel):
    get = chaos.GetRunRequest(id="no-such-run")
    _, info = refused(grpc.StatusCode.NOT_FOUND, lambda: stub.GetRun(get, metadata=VIEWER), error_details_pb2.ErrorInfo)
    assert (info.reason, info.domain, info.metadata["value"]) == ("NOT_FOUND", "chaosservice", "no-such-run")
    wrong = {"overrides": ["spec.duration=soon"]}
    message, bad = refused(grpc.StatusCode.INVALID_ARGUMENT, lambda: trigger(stub, **wrong), error_details_pb2.BadRequest)
    assert any("soon" in v.description for v in bad.field_violations), bad
    refused(grpc.StatusCode.UNAUTHENTICATED, lambda: stub.GetRun(get), error_details_pb2.ErrorInfo)
    refused(grpc.StatusCode.UNAUTHENTICATED, lambda: stub.GetRun(get, metadata=[("authorization", "Bearer cst_wrong")]))
    message, _ = refused(grpc.StatusCode.PERMISSION_DENIED, lambda: stub.Halt(chaos.HaltRequest(), metadata=VIEWER), error_details_pb2.ErrorInfo)
    assert "operator" in message, message
    refused(grpc.StatusCode.RESOURCE_EXHAUSTED, lambda: stub.GetRun(chaos.GetRunRequest(id="x" * 100_000), metadata=VIEWER))
    unknown = channel.unary_unary(f"/{NAME}/Nothing", lambda m: m, lambda b: b)
    refused(grpc.StatusCode.UNIMPLEMENTED, lambda: unknown(b"", metadata=VIEWER))
    broken = channel.unary_unary(f"/{NAME}/GetRun", lambda m: m, lambda b: b)
    refused(grpc.StatusCode.INTERNAL, lambda: broken(b"\xff\xff", metadata=VIEWER))


def full_queue(stub):
    runs = [trigger(stub).id for _ in range(3)]
    _, retry = refused(grpc.StatusCode.RESOURCE_EXHAUSTED, lambda: trigger(stub), error_details_pb2.RetryInfo)
    assert retry.retry_delay.seconds == 10, retry
    refused(grpc.StatusCode.FAILED_PRECONDITION, lambda: trigger(stub, concurrency=chaos.CONCURRENCY_FORBID))
    for id in runs:
        abort(stub, id)


def compressed_requests(stub):
    for algorithm in (grpc.Compression.Gzip, grpc.Compression.Deflate):
        with grpc.insecure_channel(address, compression=algorithm) as channel:
            packed = chaosservice_pb2_grpc.ChaosServiceStub(channel)
            message, _ = refused(
                grpc.StatusCode.INVALID_ARGUMENT, lambda: packed.GetRun(chaos.GetRunRequest(id="x" * 5000), metadata=VIEWER), error_details_pb2.BadRequest)
            assert "this is not a name" in message, message
            refused(grpc.StatusCode.RESOURCE_EXHAUSTED, lambda: packed.GetRun(chaos.GetRunRequest(id="x" * 1_000_000), metadata=VIEWER))


def many_streams(stub):
    run = trigger(stub)
    watches = [stub.WatchRun(chaos.WatchRunRequest(id=run.id), metadata=VIEWER, timeout=60) for _ in range(500)]
    for watch in watches:
        next(watch)
    abort(stub, run.id)
    for watch in watches:
        assert list(watch)[-1].WhichOneof("event") == "end"


def health(channel):
    stub = health_pb2_grpc.HealthStub(channel)
    for name in ("", NAME):
        assert stub.Check(health_pb2.HealthCheckRequest(service=name)).status == health_pb2.HealthCheckResponse.SERVING
    refused(grpc.StatusCode.NOT_FOUND, lambda: stub.Check(health_pb2.HealthCheckRequest(service="nothing")))
    watch = stub.Watch(health_pb2.HealthCheckRequest(service="nothing"))
    assert next(watch).status == health_pb2.HealthCheckResponse.SERVICE_UNKNOWN
    watch.cancel()


def reflection(channel):
    stub = reflection_pb2_grpc.ServerReflectionStub(channel)
    requests = [reflection_pb2.ServerReflectionRequest(list_services=""), reflection_pb2.ServerReflectionRequest(file_containing_symbol=NAME)]
    services, file = stub.ServerReflectionInfo(iter(requests), metadata=VIEWER)
    assert NAME in [s.name for s in services.list_services_response.service]
    assert b"TriggerRun" in file.file_descriptor_response.file_descriptor_proto[0]


def halt(stub):
    stub.Halt(chaos.HaltRequest(reason="smoke"), metadata=OPERATOR)
    message, info = refused(grpc.StatusCode.FAILED_PRECONDITION, lambda: trigger(stub), error_details_pb2.ErrorInfo)
    assert "smoke" in message and info.reason == "HALTED", message
    stub.Resume(chaos.ResumeRequest(), metadata=OPERATOR)


def everything(channel):
    stub = chaosservice_pb2_grpc.ChaosServiceStub(channel)
    unary_and_metadata(stub)
    stream(stub)
    deadline_and_cancellation(stub)
    refusals(stub, channel)
    full_queue(stub)
    compressed_requests(stub)
    many_streams(stub)
    health(channel)
    reflection(channel)
    halt(stub)


def stopped(channel):
    """The service stops while somebody watches."""
    stub = chaosservice_pb2_grpc.ChaosServiceStub(channel)
    watch = stub.WatchRun(chaos.WatchRunRequest(id=trigger(stub).id), metadata=VIEWER)
    next(watch)
    pathlib.Path(files[0]).touch()
    refused(grpc.StatusCode.UNAVAILABLE, lambda: list(watch))


def deaf(channel):
    """Reads one event, and the rest only after everything happened."""
    stub = chaosservice_pb2_grpc.ChaosServiceStub(channel)
    run = trigger(stub)
    watch = stub.WatchRun(chaos.WatchRunRequest(id=run.id), metadata=VIEWER)
    next(watch)
    pathlib.Path(files[0]).write_text(run.id)
    until(pathlib.Path(files[1]).exists)
    # Other calls on the same connection go on.
    assert stub.GetRun(chaos.GetRunRequest(id=run.id), metadata=VIEWER).state == chaos.RUN_STATE_FINISHED
    try:
        kinds = [event.WhichOneof("event") for event in watch]
        assert "gap" in kinds and kinds[-1] == "end", kinds[-3:]
    except grpc.RpcError as error:
        # On a slow machine the service had enough of waiting.
        assert error.code() == grpc.StatusCode.RESOURCE_EXHAUSTED, error


with grpc.insecure_channel(address) as connection:
    {"everything": everything, "stopped": stopped, "deaf": deaf}[mode](connection)
print("all as it should be")
