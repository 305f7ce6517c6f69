"""Triggers a run of an applied experiment over gRPC, prints what happens in it, and ends with the run's exit code."""

import os
import sys

import grpc
from chaosservice.v1 import chaosservice_pb2 as chaos
from chaosservice.v1 import chaosservice_pb2_grpc


def channel():
    """CHAOSSERVICE_GRPC is HOST:PORT, CHAOSSERVICE_CA a PEM file when the service speaks https."""
    address = os.environ.get("CHAOSSERVICE_GRPC", "127.0.0.1:7070")
    ca = os.environ.get("CHAOSSERVICE_CA")
    if ca is None:
        return grpc.insecure_channel(address)
    with open(ca, "rb") as file:
        return grpc.secure_channel(address, grpc.ssl_channel_credentials(file.read()))


def metadata():
    token = os.environ.get("CHAOSSERVICE_TOKEN")
    return [("authorization", f"Bearer {token}")] if token else []


def line(event):
    kind = event.WhichOneof("event")
    if kind == "begin":
        return event.begin.headline
    if kind == "phase":
        return f"▸ {event.phase.name}"
    if kind == "fault":
        step = event.fault
        return f"  {step.id} {step.kind} {','.join(step.nodes)} {step.step}" + (f": {step.detail}" if step.detail else "")
    if kind == "finding":
        return f"  ! {event.finding.check}: {event.finding.explanation}"
    if kind == "progress":
        p = event.progress
        return f"  {p.elapsed_seconds:5.0f}/{p.duration_seconds:.0f} s  {p.ops_per_second:7.0f} ops/s  findings {p.findings}"
    if kind == "gap":
        return f"  … {event.gap.missed} events missed"
    return None


def main(experiment):
    with channel() as connection:
        service = chaosservice_pb2_grpc.ChaosServiceStub(connection)
        run = service.TriggerRun(chaos.TriggerRunRequest(experiment=experiment), timeout=10, metadata=metadata())
        print(f"{run.id}: seed {run.seed}", flush=True)
        for event in service.WatchRun(chaos.WatchRunRequest(id=run.id), metadata=metadata()):
            if event.WhichOneof("event") == "end":
                run = event.end
            elif text := line(event):
                print(text, flush=True)
        verdict = chaos.Verdict.Name(run.verdict).removeprefix("VERDICT_").lower()
        print(f"{run.experiment}: {verdict}  {run.reason}".rstrip())
        return run.exit_code


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: watch.py EXPERIMENT")
    try:
        sys.exit(main(sys.argv[1]))
    except grpc.RpcError as error:
        print(f"{error.code().name}: {error.details()}", file=sys.stderr)
        sys.exit(70)
