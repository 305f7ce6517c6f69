using System.Net;
using ChaosService.Faults.Network.State;
using ChaosService.Faults.Proxy.Redirect;

namespace ChaosService.Tests.Faults.Proxy;

public sealed class RedirectDocumentTests
{
    private static readonly Address V4 = Address.Of(IPAddress.Parse("172.18.0.3"));
    private static readonly Address V6 = Address.Of(IPAddress.Parse("fd00::3"));

    [Fact]
    public void Document_leads_each_family_of_named_sources_and_everyone_in_order() => Assert.Equal(
        """
        add table inet chaosservice_proxy
        delete table inet chaosservice_proxy
        table inet chaosservice_proxy {
        	chain prerouting {
        		type nat hook prerouting priority -110; policy accept;
        		iifname != "lo" ip saddr { 172.18.0.3 } tcp dport 2379 counter redirect to :41000 comment "f1"
        		iifname != "lo" ip6 saddr { fd00::3 } tcp dport 2379 counter redirect to :41000 comment "f1"
        		iifname != "lo" tcp dport 2379 counter redirect to :42000 comment "f2"
        	}
        }

        """,
        RedirectDocument.For([new("f1", 2379, "41000", [V4, V6]), new("f2", 2379, "42000", Others: null)]));

    /// <summary>The proxy's own connections are marked: else they would come back to it.</summary>
    [Fact]
    public void Connections_that_a_node_makes_are_led_but_for_ours() => Assert.Equal(
        """
        add table inet chaosservice_proxy
        delete table inet chaosservice_proxy
        table inet chaosservice_proxy {
        	chain output {
        		type nat hook output priority -110; policy accept;
        		meta mark != 0x43484153 oifname != "lo" ip daddr { 172.18.0.3 } tcp dport 2380 counter redirect to :41000 comment "f1"
        	}
        }

        """,
        RedirectDocument.For([new("f1", 2380, "41000", [V4], Outgoing: true)]));

    [Fact]
    public void Clients_are_all_but_the_members_of_either_family() => Assert.Contains(
        """
        	chain prerouting {
        		type nat hook prerouting priority -110; policy accept;
        		iifname != "lo" ip saddr != { 172.18.0.3 } tcp dport 2379 counter redirect to :41000 comment "f1"
        		iifname != "lo" meta nfproto ipv6 tcp dport 2379 counter redirect to :41000 comment "f1"
        	}
        """,
        RedirectDocument.For([new PortRedirect("f1", 2379, "41000", Others: null) { Spared = [V4] }]));

    [Fact]
    public void Redirect_leaves_those_alone_whom_it_spares()
    {
        var redirect = new PortRedirect("f1", 2379, "41000", Others: null) { Spared = [V4] };
        Assert.False(redirect.Takes(2379, IPAddress.Parse("172.18.0.3"), false));
        Assert.True(redirect.Takes(2379, IPAddress.Parse("172.18.0.4"), false));
    }

    [Fact]
    public void Without_redirects_the_table_goes() => Assert.Equal(RedirectDocument.Remove, RedirectDocument.For([]));

    /// <summary>Their addresses are not known while they are down.</summary>
    [Fact]
    public void Sources_without_an_address_lead_nobody() =>
        Assert.DoesNotContain("redirect", RedirectDocument.For([new("f1", 2379, "41000", Others: [])]));

    [Theory]
    [InlineData(2379, "172.18.0.3", false, true)]
    [InlineData(2379, "172.18.0.4", false, false)]
    [InlineData(2380, "172.18.0.3", false, false)]
    [InlineData(2379, "172.18.0.3", true, false)]
    public void Redirect_takes_its_others_its_port_and_its_way(int port, string other, bool outgoing, bool takes) =>
        Assert.Equal(takes, new PortRedirect("f1", 2379, "41000", [V4]).Takes(port, IPAddress.Parse(other), outgoing));
}
