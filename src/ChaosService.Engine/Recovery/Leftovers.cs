using ChaosService.Engine.Journal;
using ChaosService.Model.Clusters;
using ChaosService.Model.Ids;
using ChaosService.Model.Recovery;
using ChaosService.Model.Runs;
using Microsoft.Extensions.Logging;

namespace ChaosService.Engine.Recovery;

/// <summary>Reverts what dead processes left behind: they were killed, or the machine lost power.</summary>
public sealed class Leftovers(
    IFaultJournal journal, TargetHolds holds, IEnumerable<ILeftoverReverter> reverters, TimeProvider time, ILogger<Leftovers> log)
{
    /// <summary>The limit for one entry. Taking a whole target down is the slowest.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, ILeftoverReverter> _reverters = reverters.ToDictionary(r => r.Name, StringComparer.Ordinal);

    /// <summary>
    /// Carries out the recipes of owners that are gone or hang, the newest first; with <paramref name="ofLivingToo"/> those of running
    /// processes as well.
    /// An entry that cannot be reverted stays in the journal and is returned with the reason.
    /// </summary>
    /// <param name="heldProject">
    /// A project that the caller already holds: any fault on it counts as left behind. Other projects are held meanwhile, so that
    /// nobody brings one up.
    /// </param>
    public Task<IReadOnlyList<LeftoverResult>> RevertAsync(
        bool ofLivingToo, ProjectName? heldProject, CancellationToken cancellationToken) =>
        RevertAsync(
            e => ofLivingToo || e.Project == heldProject || Processes.IsLeft(e), project => ofLivingToo || project == heldProject,
            cancellationToken);

    /// <summary>Carries out the recipes of abandoned entries, unless another process holds their project.</summary>
    public Task<IReadOnlyList<LeftoverResult>> RevertAsync(Func<JournalEntry, bool> isLeft, CancellationToken cancellationToken) =>
        RevertAsync(isLeft, _ => false, cancellationToken);

    private async Task<IReadOnlyList<LeftoverResult>> RevertAsync(
        Func<JournalEntry, bool> isLeft, Func<string, bool> needsNoHold, CancellationToken cancellationToken)
    {
        var results = new List<LeftoverResult>();
        foreach (var project in journal.Entries().Where(isLeft).GroupBy(e => e.Project))
        {
            try
            {
                // A process that hangs has the project and does nothing with it.
                await using var hold = needsNoHold(project.Key) || project.Any(e => e.LeaseOver)
                    ? null
                    : await holds.AcquireAsync(project.Key, project.First().RunId, cancellationToken);
                foreach (var entry in project) results.Add(await RevertAsync(entry, cancellationToken));
            }
            catch (TargetBusyException)
            {
                // A living process has the project, and reverts what is left there before it begins, as we would.
            }
            catch (ClusterUnavailableException e)
            {
                results.AddRange(project.Select(entry => new LeftoverResult(entry, e.Message)));
            }
        }
        return results;
    }

    /// <summary>Carries out one entry's recipe, whoever owns it. It stays in the journal when that fails.</summary>
    public async Task<LeftoverResult> RevertAsync(JournalEntry entry, CancellationToken cancellationToken)
    {
        var error = await TryRevertAsync(entry, cancellationToken);
        if (error is null) journal.Close(entry.RunId, entry.Id);
        return new LeftoverResult(entry, error);
    }

    private async Task<string?> TryRevertAsync(JournalEntry entry, CancellationToken cancellationToken)
    {
        if (!_reverters.TryGetValue(entry.Recipe.Kind, out var reverter))
            return $"this build has no kind '{entry.Recipe.Kind}'; revert it with the version that made it";
        using var limit = new CancellationTokenSource(Limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await reverter.RevertLeftoverAsync(entry.Recipe, both.Token);
            log.LeftoverReverted(entry.RunId, entry.Id, entry.Recipe.Description);
            return null;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            var reason = e is OperationCanceledException ? $"not done within {Limit.TotalSeconds} s" : e.Message;
            log.LeftoverNotReverted(entry.RunId, entry.Id, entry.Recipe.Description, reason);
            return reason;
        }
    }
}

/// <param name="Error">Null: reverted, and the entry is removed. Otherwise the reason why it was not, and the entry stays.</param>
public sealed record LeftoverResult(JournalEntry Entry, string? Error);
