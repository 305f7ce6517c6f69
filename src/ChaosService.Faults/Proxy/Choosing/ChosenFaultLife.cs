using System.Collections.Concurrent;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using ChaosService.Faults.Network.Links;
using ChaosService.Faults.Proxy.Listening;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;
using ChaosService.Model.Randomness;
using ChaosService.Proxies.Choosing;

namespace ChaosService.Faults.Proxy.Choosing;

/// <summary>
/// The common part of every fault that is done to chosen calls or messages: whose they were, how many, and whether the node speaks what
/// they are written in at all.
/// </summary>
internal abstract class ChosenFaultLife(FaultRequest request, string kind, ChosenParameters parameters, NodeProxies proxies)
    : ProxyFaultLife(request, kind, parameters, proxies)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentDictionary<string, Tally> _tallies = new(StringComparer.Ordinal);

    /// <summary>For the answer to a question.</summary>
    protected static TimeSpan AskLimit { get; } = TimeSpan.FromSeconds(2);

    /// <summary>What the nodes must speak.</summary>
    protected abstract string Speech { get; }

    /// <summary>What the fault is done to, in the plural.</summary>
    protected abstract string Things { get; }

    /// <summary>Asks what changes nothing at the node, whatever it answers.</summary>
    protected abstract Task<PortAnswer> AskAsync(Socket socket, Link link, CancellationToken cancellationToken);

    protected Tally TallyOf(string node) => _tallies.GetOrAdd(
        node, name => new(parameters.Which, (long)SeededRandom.Derive(Request.Seed, name).NextUInt64()));

    protected override async Task CheckAsync(NodeRuntime node, CancellationToken cancellationToken)
    {
        // A question that goes through another fault's proxy is one of those that it is for.
        if (IsBehindAnother(node.Node) || await LinkAsync(node, cancellationToken) is not { } link) return;
        // Who says nothing in time may be behind another fault.
        if (await AskAsync(link, cancellationToken) is not { IsSilent: false } answer || answer.Speaks) return;
        throw new FaultRefusedException(
            await SpeaksTlsAsync(link, cancellationToken)
                ? $"{link.To} speaks TLS on port {parameters.Port}, which nobody can read without its keys; use tcp-fault, or a port "
                    + "without TLS."
                : $"{link.To} does not speak {Speech} on port {parameters.Port}: its answer was {answer}; choose another port, or use "
                    + "tcp-fault.");
    }

    /// <summary>The proxy's own question shows what the fault does; that it was done to somebody shows that it is for what comes.</summary>
    protected override async Task<Proof> ReachesOthersAsync(Gate gate, CancellationToken cancellationToken)
    {
        var tally = TallyOf(gate.Node.Node);
        for (var from = Time.GetTimestamp(); tally.Met == 0; await Task.Delay(Pause, Time, cancellationToken))
            if (Time.GetElapsedTime(from) > ChosenParameters.Patience) break;
        return new(tally.Met > 0, Describe(tally));
    }

    protected override async Task<Proof?> AnswersAsync(NodeRuntime node, Link link, CancellationToken cancellationToken)
    {
        var total = Describe(TallyOf(node.Node));
        if (node.State == NodeState.Paused) return new(true, $"{node.Node} is paused; {total}");
        var answer = await AskAsync(link, cancellationToken);
        return new(answer is { Speaks: true }, $"{link} answers {answer?.ToString() ?? "nobody"}; {total}");
    }

    private string Describe(Tally tally)
    {
        var passed = tally.Tls + tally.Others == 0
            ? ""
            : $"; {tally.Tls} connections with TLS and {tally.Others} of other protocols were passed on as they are";
        return $"{tally.Met} of {tally.Matching} matching {Things} got it{passed}";
    }

    /// <summary>Null: it cannot be reached.</summary>
    private async Task<PortAnswer?> AskAsync(Link link, CancellationToken cancellationToken)
    {
        using var socket = await ConnectAsync(link, cancellationToken);
        return socket is null ? null : await AskAsync(socket, link, cancellationToken);
    }

    private async Task<bool> SpeaksTlsAsync(Link link, CancellationToken cancellationToken)
    {
        using var socket = await ConnectAsync(link, cancellationToken);
        if (socket is null) return false;
        using var limit = new CancellationTokenSource(AskLimit, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        // Whoever it says it is: nothing is said to it.
        await using var tls = new SslStream(new NetworkStream(socket), leaveInnerStreamOpen: false, (_, shown, _, _) => shown is not null);
        try
        {
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = link.To }, either.Token);
            return true;
        }
        catch (Exception e) when (e is IOException or AuthenticationException or OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<Socket?> ConnectAsync(Link link, CancellationToken cancellationToken)
    {
        var socket = await LinkProbe.OpenAsync(link);
        if (socket is null) return null;
        using var limit = new CancellationTokenSource(AskLimit, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await socket.ConnectAsync(link.Address, either.Token);
            return socket;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            socket.Dispose();
            return null;
        }
    }
}
