using ChaosService.Docker.Engine;
using ChaosService.Faults;
using ChaosService.Faults.Dns;
using ChaosService.Faults.Dns.Messages;
using ChaosService.Faults.Dns.Relay;
using ChaosService.Faults.Dns.Rules;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChaosService.Tests.Faults.Dns;

public sealed class DnsFailureKindTests
{
    private static readonly IFaultKind Kind = FaultKinds
        .All(EngineEndpoint.FromEnvironment(_ => null).CreateClient(), TimeProvider.System, NullLoggerFactory.Instance)
        .Single(k => k.Name == "dns-failure");

    [Fact]
    public void Values_and_defaults_are_read()
    {
        var plain = Bind(("names", "DB2"));
        Assert.Equal(["db2"], plain.Names);
        Assert.Equal((DnsFailure.NoSuchName, null), (plain.Answer, plain.Address));
        Assert.Equal(["db2", "."], Bind(("names", (string[])["db2.", "."]), ("answer", "timeout")).Names);
        Assert.Equal("192.0.2.1", Bind(("names", "db2"), ("answer", "wrong-address")).Address);
        Assert.Equal("2001:db8::1", Bind(("names", "db2"), ("answer", "wrong-address"), ("address", "2001:DB8:0::1")).Address);
    }

    [Theory]
    [InlineData("names", "*.org", "write letters, digits")]
    [InlineData("answer", "nothing", "write one of: nxdomain, servfail, timeout, wrong-address")]
    [InlineData("address", "192.0.2.1", "leave it out, or write that answer")]
    public void Wrong_value_is_reported_with_what_would_be_right(string key, string value, string fix)
    {
        var entries = new Dictionary<string, object> { ["names"] = "db2", [key] = value };
        var (reader, problems) = Yaml.Map([.. entries.Select(e => (e.Key, e.Value))]);
        Assert.Null(Kind.Bind(reader));
        Assert.Contains(fix, Assert.Single(problems).Fix);
    }

    [Fact]
    public void Names_must_be_there_and_each_once()
    {
        Assert.Equal("write it once", Problem(("names", (string[])["db2", "DB2."])));
        Assert.Equal("write from 1 to 10 names", Problem(("names", (string[])[])));
        Assert.Contains("'.' is every name", Problem());
        Assert.Contains("such as 192.0.2.1 or", Problem(("names", "db2"), ("answer", "wrong-address"), ("address", "fe80::1%eth0")));
    }

    [Fact]
    public void Rules_lead_each_resolver_to_sockets_of_its_own_while_their_lease_lasts()
    {
        var document = LeadDocument.For(
            [new(new("127.0.0.11", IsV6: false), "5001", "5002"), new(new("2001:db8::53", IsV6: true), "5003", "5004")], 0xC4A1);
        Assert.Equal(
            """
            add table inet chaosservice_dns
            delete table inet chaosservice_dns
            table inet chaosservice_dns {
            	set led {
            		type inet_service; flags timeout;
            	}
            	chain output {
            		type nat hook output priority -110; policy accept;
            		meta mark 0xc4a1 accept comment "relay"
            		ip daddr 127.0.0.11 udp dport @led counter redirect to :5001 comment "led"
            		ip daddr 127.0.0.11 tcp dport @led counter redirect to :5002 comment "led"
            		ip6 daddr 2001:db8::53 udp dport @led counter redirect to :5003 comment "led"
            		ip6 daddr 2001:db8::53 tcp dport @led counter redirect to :5004 comment "led"
            	}
            }
            add element inet chaosservice_dns led { 53 timeout 10s }

            """,
            document);
        Assert.Equal(
            """
            add element inet chaosservice_dns led { 53 timeout 10s }
            delete element inet chaosservice_dns led { 53 }
            add element inet chaosservice_dns led { 53 timeout 10s }

            """,
            LeadDocument.Renew);
    }

    [Fact]
    public void Resolvers_are_those_of_the_file()
    {
        string[] lines =
        [
            "# made by somebody", "search lan", "nameserver 127.0.0.11", "nameserver\t2001:db8::53  ", "nameserver fe80::1%eth0",
            "nameserver 127.0.0.11", "nameserver", "nameserver resolver.lan", "; nameserver 10.0.0.1", "options ndots:0",
        ];
        Assert.Equal(["127.0.0.11", "2001:db8::53"], Resolvers.Parse(lines).Select(a => $"{a}"));
    }

    [Fact]
    public void Dry_run_shows_the_relay_and_the_rules()
    {
        ClusterNode[] members = [new("a", "db"), new("b", "db")];
        var steps = Kind.DryRun(Bind(("names", "b"), ("answer", "wrong-address")), ["a"], members);
        Assert.Equal(
            "in the network of a: listen on <free ports>; b: wrong-address 192.0.2.1; all else is passed on to <each nameserver of a>",
            steps[0]);
        Assert.Contains("ip daddr <each nameserver> udp dport @led counter redirect to :<UDP port>", steps[1]);
    }

    private static DnsFailureParameters Bind(params (string, object)[] entries)
    {
        var (reader, problems) = Yaml.Map(entries);
        var parameters = Kind.Bind(reader);
        reader.Done();
        Assert.Empty(problems);
        return Assert.IsType<DnsFailureParameters>(parameters);
    }

    private static string Problem(params (string, object)[] entries)
    {
        var (reader, problems) = Yaml.Map(entries);
        Assert.Null(Kind.Bind(reader));
        return Assert.Single(problems).Fix;
    }
}
