using ChaosService.Contracts;
using Google.Protobuf.WellKnownTypes;
using V1 = ChaosService.Contracts.V1;

namespace ChaosService.Web.Grpc.Services;

/// <summary>Converts REST replies to gRPC messages.</summary>
internal static class Messages
{
    public static V1.Run Run(RunReply run)
    {
        var message = new V1.Run
        {
            Id = run.Id,
            Experiment = run.Experiment,
            Project = run.Project,
            Seed = run.Seed,
            Cause = run.Cause,
            Labels = { run.Labels as IDictionary<string, string> ?? run.Labels.ToDictionary() },
            State = Words.Parse<V1.RunState>(run.State),
            Verdict = Words.Parse<V1.Verdict>(run.Verdict),
            AcceptedAt = Timestamp.FromDateTimeOffset(run.AcceptedAt),
            StartedAt = Time(run.StartedAt),
            EndedAt = Time(run.EndedAt),
            Directory = run.Directory,
        };
        if (run.Reason is { } reason) message.Reason = reason;
        if (run.ExitCode is { } exitCode) message.ExitCode = exitCode;
        if (run.TraceId is { } traceId) message.TraceId = traceId;
        return message;
    }

    public static V1.Experiment Experiment(ExperimentReply experiment)
    {
        var message = new V1.Experiment
        {
            Name = experiment.Name,
            Description = experiment.Description,
            Target = experiment.Target,
            Duration = experiment.Duration,
            Labels = { experiment.Labels.ToDictionary() },
            AppliedAt = Timestamp.FromDateTimeOffset(experiment.AppliedAt),
            Valid = experiment.Valid,
        };
        if (experiment.Schedule is { } schedule) message.Schedule = schedule;
        return message;
    }

    public static V1.Schedule Schedule(ScheduleReply schedule) => new()
    {
        Experiment = schedule.Experiment,
        Text = schedule.Text,
        Paused = schedule.Paused,
        Next = { schedule.Next.Select(Timestamp.FromDateTimeOffset) },
        Last = schedule.Last is { } last ? Firing(last) : null,
    };

    public static V1.ActiveFault Fault(ActiveFault fault) => new()
    {
        RunId = fault.RunId,
        Id = fault.Id,
        Kind = fault.Kind,
        Project = fault.Project,
        Since = Timestamp.FromDateTimeOffset(fault.Since),
        Pid = fault.Pid,
        LeftBehind = fault.LeftBehind,
        Undo = fault.Undo,
    };

    private static V1.Firing Firing(FiringReply firing)
    {
        var message = new V1.Firing { At = Timestamp.FromDateTimeOffset(firing.At), Outcome = firing.Outcome };
        if (firing.RunId is { } run) message.RunId = run;
        if (firing.Detail is { } detail) message.Detail = detail;
        return message;
    }

    private static Timestamp? Time(DateTimeOffset? at) => at is { } known ? Timestamp.FromDateTimeOffset(known) : null;
}
