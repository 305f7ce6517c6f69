using System.Collections.Concurrent;
using System.Net;
using ChaosService.Faults.Dns.Messages;

namespace ChaosService.Faults.Dns.Relay;

/// <param name="Name">And all that end in it.</param>
/// <param name="Address">Of <see cref="DnsFailure.WrongAddress"/>.</param>
internal sealed record FailedName(string FaultId, DnsName Name, DnsFailure Failure, IPAddress? Address)
{
    /// <summary>A wrong address is the answer to address queries; other record types are unchanged.</summary>
    public bool Fails(DnsName name, ushort type) =>
        name.IsUnder(Name) && (Failure != DnsFailure.WrongAddress || type is DnsQuestion.V4 or DnsQuestion.V6);
}

/// <summary>Which queries of one node fail, and how many have. Changed while queries come.</summary>
internal sealed class FailedNames
{
    private readonly ConcurrentDictionary<string, long> _failed = new(StringComparer.Ordinal);
    private volatile IReadOnlyList<FailedName> _names = [];

    /// <summary>The longer name is asked first: <c>a.example.org</c> before <c>example.org</c>.</summary>
    public void Set(IEnumerable<FailedName> names) => _names = [.. names.OrderByDescending(n => n.Name.Labels.Count)];

    /// <summary>Of a message that came: null when it is to be passed on as it is.</summary>
    public (DnsQuestion Question, FailedName How)? Judge(ReadOnlySpan<byte> message)
    {
        if (DnsQuestion.Read(message) is not { } question) return null;
        if (_names.FirstOrDefault(n => n.Fails(question.Name, question.Type)) is not { } how) return null;
        _failed.AddOrUpdate(how.FaultId, 1, (_, count) => count + 1);
        return (question, how);
    }

    /// <summary>Queries that a fault has made fail so far.</summary>
    public long Count(string faultId) => _failed.GetValueOrDefault(faultId);
}
