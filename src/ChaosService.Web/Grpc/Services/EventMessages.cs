using ChaosService.Contracts;
using ChaosService.Service.Events;
using V1 = ChaosService.Contracts.V1;

namespace ChaosService.Web.Grpc.Services;

/// <summary>Converts the stored events of a run to those that its watchers get.</summary>
internal static class EventMessages
{
    public static V1.RunEvent Of(KeptEvent kept)
    {
        var message = new V1.RunEvent { Id = kept.Id };
        switch (kept.Data)
        {
            case RunReply run when kept.Type == RunEventTypes.End: message.End = Messages.Run(run); break;
            case RunReply run: message.State = Messages.Run(run); break;
            case BeginData begin: message.Begin = new() { Headline = begin.Headline }; break;
            case PhaseData phase: message.Phase = new() { Name = phase.Phase }; break;
            case FaultData fault: message.Fault = Fault(fault); break;
            case ActionData action: message.Action = Action(action); break;
            case FindingData finding: message.Finding = Finding(finding); break;
            case ProgressData progress: message.Progress = Progress(progress); break;
            case WindowData window: message.Window = Window(window); break;
            default: throw new InvalidOperationException($"an event of a kind that gRPC does not know: {kept.Type}");
        }
        return message;
    }

    public static V1.RunEvent Gap(long missed) => new() { Gap = new() { Missed = missed } };

    private static V1.RunEvent.Types.FaultStep Fault(FaultData fault)
    {
        var step = new V1.RunEvent.Types.FaultStep
        {
            Id = fault.Id, Kind = fault.Kind, Step = fault.Step, Nodes = { fault.Nodes }, Detail = fault.Detail, TimeNs = fault.TimeNs,
        };
        if (fault.Proven is { } proven) step.Proven = proven;
        return step;
    }

    private static V1.RunEvent.Types.ActionStep Action(ActionData action) => new()
    {
        Id = action.Id,
        Name = action.Name,
        Kind = action.Kind,
        Outcome = action.Outcome,
        Call = action.Call,
        Attempt = action.Attempt,
        Detail = action.Detail,
        TimeNs = action.TimeNs,
    };

    private static V1.RunEvent.Types.Finding Finding(FindingData finding) => new()
    {
        Check = finding.Check,
        Anomaly = finding.Anomaly,
        Explanation = finding.Explanation,
        Faults = { finding.Faults },
        Count = finding.Count,
    };

    private static V1.RunEvent.Types.Progress Progress(ProgressData progress)
    {
        var message = new V1.RunEvent.Types.Progress
        {
            ElapsedSeconds = progress.ElapsedSeconds,
            DurationSeconds = progress.DurationSeconds,
            OpsPerSecond = progress.OpsPerSecond,
            ActiveFaults = { progress.ActiveFaults },
            Findings = progress.Findings,
        };
        if (progress.ErrorRatio is { } ratio) message.ErrorRatio = ratio;
        if (progress.P99Ms is { } p99) message.P99Ms = p99;
        if (progress.TimeNs is { } time) message.TimeNs = time;
        return message;
    }

    private static V1.RunEvent.Types.Window Window(WindowData window) => new()
    {
        Index = window.Index,
        FromSeconds = window.FromSeconds,
        ToSeconds = window.ToSeconds,
        Verdict = Words.Parse<V1.Verdict>(window.Verdict),
        Reason = window.Reason,
        Findings = window.Findings,
        Of = window.Of,
        Ops = window.Ops,
        Faults = window.Faults,
    };
}
