using System.Net;
using ChaosService.Docker.Processes;
using ChaosService.Faults.Dns.Messages;
using ChaosService.Faults.Dns.Relay;
using ChaosService.Faults.Dns.Rules;
using ChaosService.Faults.Network;
using ChaosService.Faults.Network.Namespaces;
using ChaosService.Faults.Network.Nftables;
using ChaosService.Faults.Network.State;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;
using ChaosService.Model.Recovery;
using Docker.DotNet;

namespace ChaosService.Faults.Dns;

/// <summary>Makes name lookups of nodes fail or return a wrong address.</summary>
internal sealed class DnsFailureKind(DockerClient docker, NodeResolvers resolvers) : IFaultKind
{
    /// <summary>Each is asked for before, during and after the fault.</summary>
    private const int NamesMax = 10;

    private static readonly Dictionary<string, DnsFailure> Answers = new(StringComparer.Ordinal)
    {
        ["nxdomain"] = DnsFailure.NoSuchName, ["servfail"] = DnsFailure.ServerFailure, ["timeout"] = DnsFailure.Timeout,
        ["wrong-address"] = DnsFailure.WrongAddress,
    };

    public string Name => "dns-failure";

    public string Summary =>
        "lets names fail that nodes ask for: nxdomain, servfail, timeout or a wrong address (nftables redirect, a relay)";

    public FaultParameters? Bind(MapReader reader)
    {
        var before = reader.Problems.Count;
        reader.Require("names", "write the names that fail, such as 'names: [db2, example.org]'; '.' is every name");
        var names = Names(reader);
        var answer = reader.Choice("answer", [.. Answers.Keys]) is { } word ? Answers[word] : DnsFailure.NoSuchName;
        var address = WrongAddress(reader, answer);
        return names is null || reader.Problems.Count > before ? null : new DnsFailureParameters(names, answer, address);
    }

    public async ValueTask<FaultAvailability> ProbeAsync(CancellationToken cancellationToken)
    {
        var document = LeadDocument.For([new(Address.Of(IPAddress.Loopback), "1", "2")], Upstream.Mark);
        var result = await CommandRunner.RunAsync(NetworkNamespace.EnterNew(Nft.ApplyCommand(document)), cancellationToken);
        if (result.Succeeded) return new(true, "nftables redirect");
        var said = result.Error.Trim().Split('\n')[0];
        return await NetworkProbes.NftablesAsync(cancellationToken) is { Available: false } none
            ? none
            : new(false, $"nftables cannot redirect ({said}); the kernel needs CONFIG_NFT_REDIR and CONFIG_NFT_NAT");
    }

    public IReadOnlyList<string> DryRun(FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members)
    {
        var own = (DnsFailureParameters)parameters;
        var document = LeadDocument.For([new(new("<each nameserver>", IsV6: false), "<UDP port>", "<TCP port>")], Upstream.Mark);
        var answer = Answers.First(a => a.Value == own.Answer).Key;
        return [.. nodes.SelectMany(node => (string[])
        [
            $"in the network of {node}: listen on <free ports>; {string.Join(", ", own.Names)}: {answer}"
                + $"{(own.Address is null ? "" : $" {own.Address}")}; all else is passed on to <each nameserver of {node}>",
            $"nsenter --net=/proc/<pid of {node}>/ns/net nft -f - <<\n{document}",
        ])];
    }

    public IFault Create(FaultRequest request) => new DnsFailureFault(request, Name, (DnsFailureParameters)request.Parameters, resolvers);

    public Task RevertLeftoverAsync(RevertRecipe recipe, CancellationToken cancellationToken) =>
        new DnsLeftovers(docker, resolvers).RemoveAsync(NetworkRecipe.Read(recipe), cancellationToken);

    private static string[]? Names(MapReader reader)
    {
        if (reader.Texts("names") is not { } written) return null;
        if (written.Count is 0 or > NamesMax)
            reader.Problems.Add(
                reader.PlaceOf("names"), $"'names' holds {written.Count} names", null, $"write from 1 to {NamesMax} names");
        foreach (var wrong in written.Where(n => DnsName.Parse(n.Text) is null))
            reader.Problems.Add(
                wrong.Place, "this is no name of a host", wrong.Text,
                "write letters, digits, '-' and '_' between dots, such as db2 or example.org, or '.' for every name");
        foreach (var twice in written.GroupBy(n => $"{DnsName.Parse(n.Text)}").Where(g => g.Key.Length > 0 && g.Count() > 1))
            reader.Problems.Add(twice.Last().Place, "a name is written twice", twice.Key, "write it once");
        return [.. written.Select(n => $"{DnsName.Parse(n.Text)}")];
    }

    private static string? WrongAddress(MapReader reader, DnsFailure answer)
    {
        if (reader.Text("address") is not { } text) return answer == DnsFailure.WrongAddress ? DnsFailureParameters.Nobody : null;
        if (answer != DnsFailure.WrongAddress)
            reader.Problems.Add(
                reader.PlaceOf("address"), "'address' is for 'answer: wrong-address' alone", text, "leave it out, or write that answer");
        else if (IPAddress.TryParse(text, out var address) && !address.IsIPv6LinkLocal)
            return $"{address}";
        else
            reader.Problems.Add(
                reader.PlaceOf("address"), "'address' is no IP address", text, "write one such as 192.0.2.1 or 2001:db8::1");
        return null;
    }
}
