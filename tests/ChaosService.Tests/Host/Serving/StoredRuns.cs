using ChaosService.Model.Runs;

namespace ChaosService.Tests.Host.Serving;

internal static class StoredRuns
{
    public static StoredRun One(string id, RunState state = RunState.Queued, string experiment = "calm", DateTimeOffset? at = null) => new()
    {
        Id = id,
        Experiment = experiment,
        Project = "chaosservice-etcd",
        Seed = 1,
        Cause = "test",
        State = state,
        AcceptedAt = at ?? DateTimeOffset.UnixEpoch,
        Directory = "/nowhere/" + id,
    };
}
