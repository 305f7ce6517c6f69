using System.Net;
using ChaosService.Faults.Dns.Messages;
using ChaosService.Faults.Dns.Relay;
using ChaosService.Model.Faults;

namespace ChaosService.Faults.Dns;

/// <param name="Names">That fail, each with all names that end in it. <c>.</c> is every name.</param>
/// <param name="Answer">What a query for one of them gets. Default <c>nxdomain</c>.</param>
/// <param name="Address">That the names have, of <see cref="DnsFailure.WrongAddress"/>; null with the others.</param>
internal sealed record DnsFailureParameters(IReadOnlyList<string> Names, DnsFailure Answer, string? Address) : FaultParameters
{
    /// <summary>Nobody's, and never will be (RFC 5737).</summary>
    public const string Nobody = "192.0.2.1";

    public IEnumerable<FailedName> Failed(string faultId) =>
        Names.Select(n => new FailedName(faultId, DnsName.Parse(n)!, Answer, Address is null ? null : IPAddress.Parse(Address)));
}
