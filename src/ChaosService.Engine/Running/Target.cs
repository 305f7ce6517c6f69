using ChaosService.Engine.Journal;
using ChaosService.Engine.Running.Requests;
using ChaosService.Engine.Store.Directories;
using ChaosService.Engine.Tracing;
using ChaosService.Model.Clusters;
using ChaosService.Model.Ids;
using ChaosService.Model.Plans;
using ChaosService.Model.Runs;
using Microsoft.Extensions.Logging;

namespace ChaosService.Engine.Running;

/// <summary>The run's target from up to down, with its undo in the journal before it is brought up.</summary>
/// <param name="kept">The target is kept up: it is used like an attached one, and left up. Null: the run brings it
/// up.</param>
internal sealed class Target(
    Plan plan, KeptTarget? kept, RunDirectory directory, RunnerPorts ports, IRunListener listener, RunJournal journal, ILogger log)
{
    private static readonly FaultId JournalId = new("target");
    private static readonly TimeSpan DownLimit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan LogLimit = TimeSpan.FromSeconds(10);

    private readonly ClusterRequest _request = new(
        plan.Target.Definition, plan.Target.Project, plan.Target.Attach is not null || plan.Target.IsByAddress || kept is not null,
        plan.Target.Settings,
        directory.RunId);

    private readonly List<string> _notes = [];
    private readonly List<string> _notReverted = [];
    private readonly DateTimeOffset _since = ports.Time.GetUtcNow();
    private ICluster? _cluster;
    private bool _journalled;

    public ProjectName Project => _request.Project;

    public IReadOnlyList<string> Notes => _notes;

    public IReadOnlyList<string> NotReverted => _notReverted;

    public async Task<ICluster> UpAsync(CancellationToken stop)
    {
        using var span = Spans.Phase("bringing up");
        if (ports.Clusters.RecipeFor(_request) is { } recipe)
        {
            ports.Journal.Open(new JournalEntry(directory.RunId, JournalId, Project, recipe, ports.Time.GetUtcNow(), Processes.Current));
            _journalled = true;
        }
        if (kept is not null) _notes.Add($"the target was up already, kept since {kept.Since:yyyy-MM-dd HH:mm:ss} UTC, and was left up");
        try
        {
            return _cluster = await ports.Clusters.UpAsync(_request, new DirectProgress(Say), stop);
        }
        catch (ClusterUnavailableException e) when (kept is not null)
        {
            var name = plan.Target.Definition.Name;
            throw new ClusterUnavailableException(
                $"{e.Message} It is kept up and does not run any more: `chaosctl targets up {name}` makes it again, `chaosctl targets down "
                    + $"{name}` removes it.",
                e);
        }
    }

    /// <summary>Each node's log into the run directory. A failure to capture one is noted, not fatal.</summary>
    public async Task CaptureLogsAsync()
    {
        if (plan.Target.IsByAddress)
        {
            _notes.Add("the servers are known by their addresses alone: their logs were not collected");
            return;
        }
        using var span = Spans.Phase("capturing logs");
        foreach (var node in _cluster!.Nodes)
        {
            using var limit = new CancellationTokenSource(LogLimit, ports.Time);
            try
            {
                await using (var file = File.Create(directory.LogOf(node.Name))) await _cluster.CopyLogsAsync(node.Name, file, limit.Token);
                ports.NodeLogs?.Take(new NodeLog(directory.RunId, plan.Experiment, node.Name, directory.LogOf(node.Name), _since));
            }
            catch (Exception e)
            {
                log.LogsNotCaptured(node.Name, e.Message);
                _notes.Add($"the log of {node.Name} could not be captured: {e.Message}");
            }
        }
    }

    /// <summary>Takes down what was brought up, and only then closes the journal entry.</summary>
    public async Task DownAsync()
    {
        using var span = Spans.Phase("taking down");
        using var limit = new CancellationTokenSource(DownLimit, ports.Time);
        try
        {
            if (_cluster is not null) await ports.Clusters.DownAsync(_cluster, new DirectProgress(Say), limit.Token);
            else if (_journalled) await ports.Clusters.RevertLeftoverAsync(ports.Clusters.RecipeFor(_request)!, limit.Token);
            if (_journalled) ports.Journal.Close(directory.RunId, JournalId);
        }
        catch (Exception e)
        {
            span.Failed(e);
            log.FaultNotReverted(JournalId, "target", e.Message);
            _notReverted.Add($"target {Project}: {e.Message}");
            listener.OnNotReverted(JournalId, "target", [], e.Message);
        }
    }

    private void Say(string phase)
    {
        journal.Phase(phase);
        listener.OnPhase(phase);
    }

    /// <summary>Calls back at once; <see cref="Progress{T}"/> would reorder on the thread pool.</summary>
    private sealed class DirectProgress(Action<string> report) : IProgress<string>
    {
        public void Report(string value) => report(value);
    }
}
