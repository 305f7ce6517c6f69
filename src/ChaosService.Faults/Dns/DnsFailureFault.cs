using System.Collections.Concurrent;
using System.Net;
using ChaosService.Faults.Dns.Messages;
using ChaosService.Faults.Dns.Relay;
using ChaosService.Faults.Dns.Rules;
using ChaosService.Faults.Network;
using ChaosService.Faults.Network.Nftables;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;
using ChaosService.Model.Recovery;

namespace ChaosService.Faults.Dns;

internal sealed class DnsFailureFault(FaultRequest request, string kind, DnsFailureParameters parameters, NodeResolvers resolvers) : IFault
{
    /// <summary>A name is asked for in so much time, also one that the resolver has to ask others for.</summary>
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(1);

    /// <summary>What is answered within the node's own network comes within a fraction of it.</summary>
    private static readonly TimeSpan SilencePatience = TimeSpan.FromMilliseconds(400);

    private static readonly TimeSpan RecoveryPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly ClusterResolvers _resolvers = resolvers.Of(request.Cluster);
    private readonly NameProbe _probe = new(resolvers.Time);
    private readonly FailedName[] _failed = [.. parameters.Failed(request.Id)];
    private readonly ConcurrentDictionary<(string Node, string Name), DnsReply?> _before = [];

    public event Action<string>? Interrupted;

    public async Task<RevertRecipe> PrepareAsync(CancellationToken cancellationToken)
    {
        var nodes = new List<NodeRuntime>();
        foreach (var name in request.Nodes.Select(n => n.Name))
        {
            var node = await request.Cluster.InspectAsync(name, cancellationToken);
            if (node.Pid == 0) throw new FaultRefusedException($"{name} does not run, so it asks for no names; start it first.");
            if (Resolvers.Of(node.Pid).Count == 0)
                throw new FaultRefusedException($"{name} has no resolver: its /etc/resolv.conf names no 'nameserver' that rules can name.");
            foreach (var failed in _failed)
                if (_resolvers.Holder(name, failed.Name, besides: request.Id) is { } other)
                    throw new FaultRefusedException(
                        $"{other} lets {failed.Name} fail on {name} already. Let it end before this one begins, or choose other names.");
            nodes.Add(node);
        }
        await Task.WhenAll(nodes.Select(n => LookAsync(n, cancellationToken)));
        return NetworkRecipe.For(request, nodes).ToRevertRecipe(kind);
    }

    public Task InjectAsync(CancellationToken cancellationToken) => _resolvers.AddAsync(
        new(request.Id, [.. request.Nodes.Select(n => n.Name)], _failed, sentence => Interrupted?.Invoke(sentence)), cancellationToken);

    public async Task<Proof> ObserveEffectAsync(CancellationToken cancellationToken) =>
        Proof.All(await Task.WhenAll(request.Nodes.Select(n => EffectAsync(n.Name, cancellationToken))));

    public Task RevertAsync(CancellationToken cancellationToken) => _resolvers.RemoveAsync(request.Id, cancellationToken);

    public async Task<Proof> ObserveRecoveryAsync(CancellationToken cancellationToken) =>
        Proof.All(await Task.WhenAll(request.Nodes.Select(n => RecoveryAsync(n.Name, cancellationToken))));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Every name stands for itself; <c>.</c> for that of a member.</summary>
    private IEnumerable<(FailedName Failed, DnsName Asked)> Questions =>
        _failed.Select(f => (f, f.Name.IsRoot ? DnsName.Parse(request.Cluster.Nodes[0].Service) ?? f.Name : f.Name));

    private ushort QuestionType => parameters.Address is { } address ? FalseAnswer.TypeOf(IPAddress.Parse(address)) : DnsQuestion.V4;

    /// <summary>A name of the cluster's that no fault is about: it must go on to be found.</summary>
    private DnsName? Control(string node) => request.Cluster.Nodes.Select(n => DnsName.Parse(n.Service)).OfType<DnsName>()
        .FirstOrDefault(n => !_failed.Any(f => n.IsUnder(f.Name)) && _resolvers.Failing(node, n) is null);

    private async Task LookAsync(NodeRuntime node, CancellationToken cancellationToken)
    {
        DnsName[] names = [.. Questions.Select(q => q.Asked), .. Control(node.Node) is { } control ? [control] : (DnsName[])[]];
        var replies = await Task.WhenAll(names.Select(n => AskAsync(node, n, AnswerPatience, cancellationToken)));
        foreach (var (name, reply) in names.Zip(replies)) _before[(node.Node, $"{name}")] = reply;
    }

    private Task<DnsReply?> AskAsync(NodeRuntime node, DnsName name, TimeSpan limit, CancellationToken cancellationToken) =>
        _probe.AskAsync(node.Pid, Resolvers.Of(node.Pid).FirstOrDefault(IPAddress.None), name, QuestionType, limit, cancellationToken);

    private DnsReply? Before(string node, DnsName name) => _before.GetValueOrDefault((node, $"{name}"));

    private async Task<Proof> EffectAsync(string name, CancellationToken cancellationToken)
    {
        var node = await request.Cluster.InspectAsync(name, cancellationToken);
        if (node.Pid == 0) return new(false, $"{name} is {node.State.ToString().ToLowerInvariant()}, so it asks for no names");
        var count = _resolvers.Count(request.Id, name);
        var failing = await Task.WhenAll(Questions.Select(q => FailsAsync(node, q.Failed, q.Asked, cancellationToken)));
        // The probes' own queries among them: silence alone could come from anywhere.
        var relayed = _resolvers.Count(request.Id, name) - count;
        var others = await StillAnsweredAsync(node, cancellationToken);
        var told = $"the relay took {_resolvers.Count(request.Id, name)} queries of {name}";
        return Proof.All([.. failing, .. others, new(relayed >= failing.Length, told)]);
    }

    /// <summary>
    /// Asked twice if need be, as resolvers ask: the kernel remembers for two minutes which way a flow went, and the first question may
    /// have a port that was used shortly before the fault.
    /// </summary>
    private async Task<Proof> FailsAsync(NodeRuntime node, FailedName failed, DnsName asked, CancellationToken cancellationToken)
    {
        var limit = failed.Failure == DnsFailure.Timeout ? SilencePatience : AnswerPatience;
        var reply = await AskAsync(node, asked, limit, cancellationToken);
        if (!IsAsAskedFor(failed, reply)) reply = await AskAsync(node, asked, limit, cancellationToken);
        return new(
            IsAsAskedFor(failed, reply), $"{node.Node}: {asked} {Describe(reply)} (before: {Describe(Before(node.Node, asked))})");
    }

    private static bool IsAsAskedFor(FailedName failed, DnsReply? reply) => failed.Failure switch
    {
        DnsFailure.Timeout => reply is null,
        DnsFailure.NoSuchName => reply?.Code == DnsReply.NoSuchName,
        DnsFailure.ServerFailure => reply?.Code == DnsReply.ServerFailure,
        _ => reply is { Code: DnsReply.NoError, Addresses: [var only] } && only.Equals(failed.Address),
    };

    /// <summary>Nothing to say where no other name was answered before.</summary>
    private async Task<IReadOnlyList<Proof>> StillAnsweredAsync(NodeRuntime node, CancellationToken cancellationToken)
    {
        if (Control(node.Node) is not { } control || Before(node.Node, control) is not { } before) return [];
        return [await AnsweredAsync(node, control, before, cancellationToken)];
    }

    private async Task<Proof> RecoveryAsync(string name, CancellationToken cancellationToken)
    {
        var node = await request.Cluster.InspectAsync(name, cancellationToken);
        if (node.Pid == 0) return new(true, $"{name} is {node.State.ToString().ToLowerInvariant()}; its network went with it");
        var isLed = await NftTable.ReadAsync(node.Pid, LeadDocument.Table, cancellationToken) is not null;
        if (isLed && !_resolvers.Leads(name))
            return new(false, $"the queries of {name} are still led to the relay");
        var names = Questions.Select(q => q.Asked).Where(n => Before(name, n) is not null).ToArray();
        Proof[] answered = await Task.WhenAll(names.Select(n => AnsweredAsync(node, n, Before(name, n)!, cancellationToken)));
        return answered.Length == 0 ? new(true, $"no query of {name} is led to the relay any more") : Proof.All(answered);
    }

    /// <summary>As before: an address if there was one, else the same refusal. Addresses themselves may change, with a restart.</summary>
    private async Task<Proof> AnsweredAsync(NodeRuntime node, DnsName name, DnsReply before, CancellationToken cancellationToken)
    {
        for (var from = resolvers.Time.GetTimestamp(); ; await Task.Delay(Pause, resolvers.Time, cancellationToken))
        {
            if (_resolvers.Failing(node.Node, name) is { } other && other.FaultId != request.Id)
                return new(true, $"{node.Node}: {other.FaultId} lets {name} fail");
            var reply = await AskAsync(node, name, AnswerPatience, cancellationToken);
            var told = $"{node.Node}: {name} {Describe(reply)} (before: {before})";
            if (reply is not null && reply.Code == before.Code && reply.Addresses.Count > 0 == before.Addresses.Count > 0
                && !reply.Addresses.Any(a => $"{a}" == parameters.Address))
                return new(true, told);
            if (resolvers.Time.GetElapsedTime(from) < RecoveryPatience) continue;
            var inTheWay = reply is null && resolvers.Networks.Of(request.Cluster).HasFaults;
            return new(inTheWay, $"{told}{(inTheWay ? ": another fault may be in the way" : "")}");
        }
    }

    private static string Describe(DnsReply? reply) => reply is null ? "no answer" : $"{reply}";
}
