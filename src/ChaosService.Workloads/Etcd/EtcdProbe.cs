using System.Text;
using ChaosService.Model.Histories;
using ChaosService.Model.Workloads;
using ChaosService.Workloads.Clients;

namespace ChaosService.Workloads.Etcd;

/// <summary>Asks every member in parallel who the leader is, and whether it takes writes.</summary>
internal sealed class EtcdProbe(EtcdGateway gateway, DatabaseRequest request, IReadOnlyList<string> nodes)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    /// <summary>If two members think that they lead, the one with the later term does; the other has not noticed yet.</summary>
    public async Task<IReadOnlyDictionary<string, string>> RolesAsync(CancellationToken cancellationToken)
    {
        var answers = await StatusesAsync(cancellationToken);
        var leader = answers
            .Where(a => a.Status.Leader != 0 && a.Status.Header?.MemberId == a.Status.Leader)
            .OrderByDescending(a => a.Status.RaftTerm)
            .FirstOrDefault().Node;
        return answers.ToDictionary(a => a.Node, a => a.Node == leader ? EtcdKind.Leader : EtcdKind.Follower);
    }

    public async Task<Health> CheckAsync(CancellationToken cancellationToken)
    {
        var answers = await StatusesAsync(cancellationToken);
        if (nodes.Except(answers.Select(a => a.Node)).ToArray() is { Length: > 0 } silent)
            return new Health(false, $"no answer from {string.Join(", ", silent)}");
        if (answers.Any(a => a.Status.Leader == 0) || answers.Select(a => (a.Status.Leader, a.Status.RaftTerm)).Distinct().Count() > 1)
            return new Health(false, "the members do not agree on a leader");
        var refused = await Task.WhenAll(nodes.Select(node => RefusesWritesAsync(node, cancellationToken)));
        return refused.OfType<string>().FirstOrDefault() is { } why
            ? new Health(false, why)
            : new Health(true, $"{nodes.Count} of {nodes.Count} members answer, agree on the leader and take writes");
    }

    private async Task<(string Node, StatusResponse Status)[]> StatusesAsync(CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(nodes.Select(node => StatusAsync(node, cancellationToken)));
        return [.. nodes.Zip(answers).Where(a => a.Second is not null).Select(a => (a.First, a.Second!))];
    }

    private async Task<StatusResponse?> StatusAsync(string node, CancellationToken cancellationToken)
    {
        StatusResponse? status = null;
        await TryAsync(node, async limit => status = await gateway.StatusAsync(node, limit), cancellationToken);
        return status;
    }

    private async Task<string?> RefusesWritesAsync(string node, CancellationToken cancellationToken)
    {
        var key = Encoding.UTF8.GetBytes($"{request.KeyPrefix}health/{node}");
        return await TryAsync(node, limit => gateway.PutAsync(node, key, "ok"u8.ToArray(), limit), cancellationToken) is { } error
            ? $"{node} does not take writes: {error}"
            : null;
    }

    /// <summary>Null when it worked, otherwise the reason. Only the caller's own cancellation is thrown.</summary>
    private async Task<string?> TryAsync(string node, Func<CancellationToken, Task> ask, CancellationToken cancellationToken)
    {
        using var limit = new RequestLimit(Limit, request.Time);
        try
        {
            await ask(limit.Begin(cancellationToken));
            return null;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return EtcdOutcome.Of(e, Functions.Write, node, cancellationToken).Error;
        }
        finally
        {
            limit.End();
        }
    }
}
