using System.Net.ServerSentEvents;
using System.Text.Json;
using ChaosService.Cli.Console;
using ChaosService.Cli.Remote.Client;
using ChaosService.Contracts;
using ChaosService.Engine.Running.Requests;
using ChaosService.Model.Histories;
using ChaosService.Model.Verdicts;
using ChaosService.Service.Replies;

namespace ChaosService.Cli.Remote.Watching;

/// <summary>Displays a run of the service like a local one. A broken connection is resumed where it broke.</summary>
internal sealed class RunWatch(ServiceClient client, RunView view, TimeProvider time)
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);
    private const int RetriesMax = 60;

    /// <summary>Returns the run in its final state.</summary>
    public async Task<RunReply> FollowAsync(string runId, CancellationToken stop)
    {
        string? lastId = null;
        for (var failures = 0; ;)
        {
            try
            {
                using var response = await client.EventsAsync(runId, lastId, stop);
                await using var stream = await response.Content.ReadAsStreamAsync(stop);
                await foreach (var item in SseParser.Create(stream).EnumerateAsync(stop))
                {
                    failures = 0;
                    lastId = item.EventId ?? lastId;
                    if (Show(item.EventType, item.Data) is { } end) return end;
                }
                // The service closed the stream before the run's end: it is stopping, or we read too slowly.
            }
            catch (Exception e) when (e is IOException or HttpRequestException && lastId is not null && failures < RetriesMax)
            {
                failures++;
            }
            await Task.Delay(RetryInterval, time, stop);
        }
    }

    /// <summary>The run, if this was its last event.</summary>
    private RunReply? Show(string type, string data)
    {
        switch (type)
        {
            case RunEventTypes.Begin: view.Begin(Read<BeginData>(data).Headline); break;
            case RunEventTypes.Phase: view.OnPhase(Read<PhaseData>(data).Phase); break;
            case RunEventTypes.Fault: view.OnFault(Fault(Read<FaultData>(data))); break;
            case RunEventTypes.Action: view.OnAction(Action(Read<ActionData>(data))); break;
            case RunEventTypes.Finding:
                var finding = Read<FindingData>(data);
                view.OnFinding(finding.Check, new Finding
                {
                    Anomaly = finding.Anomaly, Explanation = finding.Explanation, Faults = finding.Faults, Count = finding.Count,
                });
                break;
            case RunEventTypes.Progress: view.OnProgress(Progress(Read<ProgressData>(data))); break;
            case RunEventTypes.Window:
                var w = Read<WindowData>(data);
                view.Window(w.Index, w.Of, w.Verdict, w.Reason, w.Ops, w.Faults, w.Findings);
                break;
            case RunEventTypes.Gap: view.OnPhase($"… {Read<GapData>(data).Missed} events were missed"); break;
            case RunEventTypes.End: return Read<RunReply>(data);
        }
        return null;
    }

    private static T Read<T>(string data) => JsonSerializer.Deserialize<T>(data, WireJson.Options)!;

    private static FaultEvent Fault(FaultData f) =>
        new(-1, f.TimeNs, f.Id, f.Kind, Wire.Parse<FaultStep>(f.Step) ?? FaultStep.Failed, f.Nodes, f.Proven, f.Detail);

    private static ActionEvent Action(ActionData a) =>
        new(a.TimeNs, a.Id, a.Name, a.Kind, Wire.Parse<OpType>(a.Outcome) ?? OpType.Info, a.Call, a.Attempt, a.Detail);

    private static RunProgress Progress(ProgressData p) => new(
        TimeSpan.FromSeconds(p.ElapsedSeconds), TimeSpan.FromSeconds(p.DurationSeconds), p.OpsPerSecond, p.ErrorRatio, p.P99Ms,
        p.ActiveFaults, p.Findings);
}
