namespace ChaosService.Faults.Network.Nftables;

/// <summary>
/// The rules that refuse. What says the refusal must get through: resets and ICMP errors are never refused themselves, and one that the
/// kernel makes for a packet on its way out comes back over the loopback interface with the other end's address.
/// </summary>
internal static class NftReject
{
    private const string Pings = "{ echo-request, echo-reply }";
    private const string Unreachable = "reject with icmpx type port-unreachable";

    public static IEnumerable<(string Match, string Verdict)> Rules(IEnumerable<NftDocument.Match> matches, NftDocument.Hooked keys)
    {
        foreach (var match in matches)
        {
            var others = keys.Interface == "iifname" && match.V4 != match.V6 ? $"iifname != \"lo\" {match.Text}" : match.Text;
            yield return ($"{others} tcp flags & rst == 0", "reject with tcp reset");
            yield return ($"{others} meta l4proto != {{ tcp, icmp, ipv6-icmp }}", Unreachable);
            if (match.V4) yield return ($"{others} icmp type {Pings}", Unreachable);
            if (match.V6) yield return ($"{others} icmpv6 type {Pings}", Unreachable);
        }
    }
}
