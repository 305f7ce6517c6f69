using System.Net;
using ChaosService.Faults.Network.Netem;
using ChaosService.Faults.Network.Nfqueue;
using ChaosService.Faults.Network.Nftables;
using ChaosService.Faults.Network.State;

namespace ChaosService.Tests.Faults.Network;

public sealed class NetworkStateTests
{
    private static readonly string[] Members = ["a", "b", "c"];

    private static readonly Dictionary<string, IReadOnlyList<Address>> Addresses = new()
    {
        ["a"] = [new("10.0.0.1", false)],
        ["b"] = [new("10.0.0.2", false), new("fd00::2", true)],
        ["c"] = [new("10.0.0.3", false)],
    };

    private static readonly NetworkFault Cut = new("f1", ["a"], ["b", "c"], Direction.Both);
    private static readonly NetworkFault Slow = new("f2", ["a"], ["a", "b", "c"], Direction.Outbound, Delay(50, 5));

    [Fact]
    public void Partition_on_the_chosen_node_drops_both_ways_and_both_families()
    {
        Assert.Equal(
            """
            add table inet chaosservice
            delete table inet chaosservice
            table inet chaosservice {
            	chain input {
            		type filter hook input priority -300; policy accept;
            		ip saddr { 10.0.0.2, 10.0.0.3 } counter drop comment "f1"
            		ip6 saddr { fd00::2 } counter drop comment "f1"
            	}
            	chain output {
            		type filter hook output priority -300; policy accept;
            		ip daddr { 10.0.0.2, 10.0.0.3 } counter drop comment "f1"
            		ip6 daddr { fd00::2 } counter drop comment "f1"
            	}
            }

            """,
            NftDocument.For(Of("a", Cut)));
    }

    [Fact]
    public void Partition_is_dropped_at_the_other_end_as_well()
    {
        var expected = new[] { new DropRule("f1", Hook.Input, Addresses["a"]), new DropRule("f1", Hook.Output, Addresses["a"]) };
        Assert.Equivalent(expected, Of("b", Cut).Drops, strict: true);
    }

    [Theory]
    [InlineData(1, "a", 0)]
    [InlineData(1, "b", 1)]
    [InlineData(2, "a", 1)]
    [InlineData(2, "b", 0)]
    public void One_way_partition_drops_on_the_receivers_input_and_the_senders_output(int direction, string node, int hook)
    {
        var drop = Assert.Single(Of(node, Cut with { Direction = (Direction)direction }).Drops);
        Assert.Equal((Hook)hook, drop.Hook);
    }

    [Fact]
    public void Partition_from_clients_spares_the_members_and_what_ipv6_needs_between_them()
    {
        var fault = new NetworkFault("f1", ["a"], null, Direction.Inbound) { Spared = Members };
        Assert.Equal(
            """
            add table inet chaosservice
            delete table inet chaosservice
            table inet chaosservice {
            	chain input {
            		type filter hook input priority -300; policy accept;
            		iifname != "lo" ip saddr != { 10.0.0.2, 10.0.0.3 } counter drop comment "f1"
            		iifname != "lo" ip6 saddr != { fd00::2, fe80::/10, ff00::/8 } counter drop comment "f1"
            	}
            }

            """,
            NftDocument.For(Of("a", fault)));
        Assert.Empty(Of("b", fault).Drops);
        Assert.Contains(
            "oifname != \"lo\" meta nfproto ipv6 counter drop",
            NftDocument.For(Of("b", fault with { Nodes = ["b"], Direction = Direction.Outbound })));
        Assert.True(fault.IsBetween("this host", "a"));
        Assert.False(fault.IsBetween("a", "b"));
    }

    [Fact]
    public void Partition_from_everyone_spares_loopback()
    {
        Assert.Equal(
            """
            add table inet chaosservice
            delete table inet chaosservice
            table inet chaosservice {
            	chain input {
            		type filter hook input priority -300; policy accept;
            		iifname != "lo" counter drop comment "f1"
            	}
            	chain output {
            		type filter hook output priority -300; policy accept;
            		oifname != "lo" counter drop comment "f1"
            	}
            }

            """,
            NftDocument.For(Of("a", Cut with { Others = null })));
    }

    [Fact]
    public void Rejected_packets_are_refused_and_the_refusal_itself_gets_through()
    {
        const string match = "iifname != \"lo\" ip saddr { 10.0.0.3 }";
        const string unreachable = "counter reject with icmpx type port-unreachable comment \"f1\"";
        Assert.Equal(
            $$"""
            add table inet chaosservice
            delete table inet chaosservice
            table inet chaosservice {
            	chain input {
            		type filter hook input priority -300; policy accept;
            		{{match}} tcp flags & rst == 0 counter reject with tcp reset comment "f1"
            		{{match}} meta l4proto != { tcp, icmp, ipv6-icmp } {{unreachable}}
            		{{match}} icmp type { echo-request, echo-reply } {{unreachable}}
            	}
            }

            """,
            NftDocument.For(Of("a", Cut with { Others = ["c"], Direction = Direction.Inbound, Mode = CutMode.Reject })));
    }

    [Fact]
    public void Silence_goes_before_refusal_where_two_cuts_meet()
    {
        var document = NftDocument.For(Of("a", Cut with { Mode = CutMode.Reject }, Cut with { Id = "f2" }));
        int At(string text) => document.IndexOf(text, StringComparison.Ordinal);
        Assert.True(At("drop comment \"f2\"") < At("comment \"f1\""));
    }

    [Fact]
    public void Divided_nodes_each_drop_what_comes_from_their_own_enemies()
    {
        var fault = Cut with { Nodes = ["a", "b", "c"], Others = ["a", "b", "c"], Grudge = Grudge.Between(["a"], ["c"]) };
        Assert.All(Of("a", fault).Drops, d => Assert.Equal(Addresses["c"], d.Remotes));
        Assert.All(Of("c", fault).Drops, d => Assert.Equal(Addresses["a"], d.Remotes));
        Assert.Empty(Of("b", fault).Drops);
        Assert.Equal((2, 2), (Of("a", fault).Drops.Count, Of("c", fault).Drops.Count));
    }

    [Fact]
    public void Chosen_nodes_stay_together()
    {
        var fault = Cut with { Nodes = ["a", "b"], Others = ["c"] };
        Assert.All(Of("a", fault).Drops, d => Assert.Equal(Addresses["c"], d.Remotes));
        Assert.All(Of("c", fault).Drops, d => Assert.Equal([.. Addresses["a"], .. Addresses["b"]], d.Remotes!));
    }

    [Fact]
    public void Overlapping_faults_compose_and_one_removed_leaves_the_rest()
    {
        var both = Of("a", Slow, Cut);
        Assert.Equivalent(Of("a", Cut).Drops, both.Drops, strict: true);
        Assert.Equivalent(Of("a", Slow).Shapes, both.Shapes, strict: true);
        Assert.Empty(Of("a", Slow).Drops);
        Assert.Equal(NftDocument.Remove, NftDocument.For(Of("a", Slow)));
    }

    [Fact]
    public void Order_of_injection_does_not_matter() =>
        Assert.Equivalent(
            Of("a", Cut, Slow with { Id = "f10" }, Slow with { Id = "f9" }),
            Of("a", Slow with { Id = "f9" }, Slow with { Id = "f10" }, Cut), strict: true);

    [Fact]
    public void Bystander_has_nothing() => Assert.Equivalent(NetworkState.Empty, Of("c", Cut with { Others = ["b"] }), strict: true);

    [Fact]
    public void Node_without_an_address_has_no_rule()
    {
        var known = new Dictionary<string, IReadOnlyList<Address>> { ["a"] = Addresses["a"] };
        Assert.Empty(NetworkState.From("a", [Cut], Members, known).Drops);
        Assert.Equivalent(NetworkState.Empty, NetworkState.From("a", [Slow], Members, known), strict: true);
    }

    [Fact]
    public void Rules_come_in_the_order_in_which_the_faults_were_planned()
    {
        NetworkFault[] cuts = [.. new[] { "f10", "f2", "f11", "f1" }.Select(id => Cut with { Id = id, Direction = Direction.Inbound })];

        Assert.Equal(["f1", "f2", "f10", "f11"], Of("a", cuts).Drops.Select(d => d.FaultId));
    }

    [Fact]
    public void Node_is_left_alone_when_nothing_is_dropped_and_nothing_is_shaped_at_either_end()
    {
        Assert.Equal((true, true), (NetworkState.Empty.IsEmpty, NetworkState.Empty.IsUnshaped));
        Assert.Equal((false, true), (Of("a", Cut).IsEmpty, Of("a", Cut).IsUnshaped));
        Assert.Equal((false, false), (Of("a", Slow).IsEmpty, Of("a", Slow).IsUnshaped));
        // What it sends is as ever; what it gets is late.
        Assert.Equal((false, false), (Of("b", Slow).IsEmpty, Of("b", Slow).IsUnshaped));
    }

    [Fact]
    public void Delays_add_up_in_their_spread_as_well() => Assert.Equal(Delay(60, 8), Delay(50, 5) + Delay(10, 3));

    [Theory]
    [InlineData("10.0.0.1", false)]
    [InlineData("fd00::1", true)]
    public void Address_knows_its_family(string text, bool isV6) =>
        Assert.Equal(new Address(text, isV6), Address.Of(IPAddress.Parse(text)));

    [Fact]
    public void Address_that_a_dry_run_does_not_know_says_whose_it_is() => Assert.Equal("<address of n1>", Address.Placeholder("n1").Text);

    [Fact]
    public void Delays_to_one_peer_add_up_in_a_class_of_its_own()
    {
        var everyone = Slow with { Id = "f3", Others = null, Shape = Delay(10, 0) };
        var toB = Slow with { Others = ["b"] };
        Assert.Equivalent(
            new[] { new ShapedPeers(Addresses["b"], Delay(60, 5)), new ShapedPeers(null, Delay(10, 0)) }, Of("a", toB, everyone).Shapes,
            strict: true);
    }

    [Fact]
    public void Delay_both_ways_shapes_the_other_ends_egress_to_the_chosen_node_only()
    {
        var both = Slow with { Others = ["b"], Direction = Direction.Both };
        var shaped = Assert.Single(Of("b", both).Shapes);
        Assert.Equal(Addresses["a"], shaped.Remotes);
        Assert.Empty(Of("c", both).Shapes);
        Assert.Empty(Of("b", both with { Direction = Direction.Outbound }).Shapes);
    }

    [Fact]
    public void Tree_has_an_unshaped_default_and_a_class_for_each_shape()
    {
        Assert.Equal(
            """
            qdisc add dev eth0 root handle c4a0: htb default 0 direct_qlen 10000
            class add dev eth0 parent c4a0: classid c4a0:1 htb rate 100gbit quantum 200000
            qdisc add dev eth0 parent c4a0:1 handle c4a1: netem delay 50000us 5000us rate 30000000000bit limit 100000
            filter add dev eth0 parent c4a0: protocol ip prio 1 u32 match ip dst 10.0.0.2/32 flowid c4a0:1
            filter add dev eth0 parent c4a0: protocol ipv6 prio 2 u32 match ip6 dst fd00::2/128 flowid c4a0:1
            class add dev eth0 parent c4a0: classid c4a0:2 htb rate 100gbit quantum 200000
            qdisc add dev eth0 parent c4a0:2 handle c4a2: netem delay 500us limit 100000
            filter add dev eth0 parent c4a0: protocol ip prio 3 u32 match u32 0 0 flowid c4a0:2
            filter add dev eth0 parent c4a0: protocol ipv6 prio 4 u32 match u32 0 0 flowid c4a0:2

            """,
            TcTree.For("eth0", [new(Addresses["b"], Delay(50, 5)), new(null, Delay(0.5, 0))]));
    }

    [Fact]
    public void Queues_hold_members_packets_where_they_arrive_and_pass_without_a_reader()
    {
        var both = Slow with { Others = null, Direction = Direction.Both, Shape = Delay(1, 0) };
        Assert.Equal(
            """
            *mangle
            :CHAOSSERVICE-IN - [0:0]
            :CHAOSSERVICE-OUT - [0:0]
            -A CHAOSSERVICE-OUT -d 10.0.0.2/32 -j RETURN
            -A CHAOSSERVICE-OUT -d 10.0.0.3/32 -j RETURN
            -A CHAOSSERVICE-IN -s 10.0.0.2/32 -j NFQUEUE --queue-num 7 --queue-bypass
            -A CHAOSSERVICE-IN -s 10.0.0.3/32 -j NFQUEUE --queue-num 7 --queue-bypass
            -A CHAOSSERVICE-OUT ! -o lo -j NFQUEUE --queue-num 8 --queue-bypass
            -A INPUT -j CHAOSSERVICE-IN
            -A OUTPUT -j CHAOSSERVICE-OUT
            COMMIT

            """,
            MangleDocument.For(Of("a", both), v6: false, firstQueue: 7, hasJumps: false, marks: []));
        var v6 = MangleDocument.For(Of("a", both), v6: true, firstQueue: 7, hasJumps: true, marks: []);
        Assert.Contains("-A CHAOSSERVICE-IN -s fd00::2/128 -j NFQUEUE --queue-num 7", v6);
        Assert.DoesNotContain("PUT -j", v6);
    }

    [Fact]
    public void Arrivals_are_what_the_senders_shape_to_this_node()
    {
        Assert.Equivalent(new[] { new ShapedPeers(Addresses["a"], Delay(50, 5)) }, Of("b", Slow).Arrivals, strict: true);
        Assert.Empty(Of("a", Slow).Arrivals);
        Assert.Empty(Of("b", Slow).Shapes);
    }

    [Fact]
    public void State_that_differs_in_what_is_sent_in_what_arrives_or_in_the_members_is_shaped_anew()
    {
        var both = Slow with { Direction = Direction.Both };
        NetworkState[] states =
        [
            NetworkState.Empty,
            Of("a", Slow), // It sends.
            Of("b", Slow), // It arrives, and nothing is sent.
            Of("b", Slow with { Shape = Delay(60, 5) }),
            Of("c", Slow), // As on b, from the same sender: but for the address, alike.
            Of("a", both),
            Of("b", both),
            Of("a", Slow with { Others = null }),
            Of("a", Slow with { Others = ["b"] }),
            Of("a", Slow with { Others = ["b"] }) with { Members = Addresses["c"] },
        ];

        foreach (var (one, i) in states.Select((s, i) => (s, i)))
            foreach (var (other, j) in states.Select((s, j) => (s, j)))
                Assert.True(one.ShapesLike(other) == (i == j || (i, j) is (2, 4) or (4, 2)), $"{i} and {j}");
    }

    [Fact]
    public void Drops_make_no_difference_to_what_is_shaped() => Assert.True(Of("a", Slow, Cut).ShapesLike(Of("a", Slow)));

    [Fact]
    public void Jitter_follows_the_faults_seeds_and_the_node_and_nothing_else()
    {
        var (f2, f3) = (Slow with { Seed = 1 }, Slow with { Id = "f3", Seed = 2 });
        Assert.Equal(Of("b", f2, f3).Seed, Of("b", f3, f2, Cut).Seed);
        long[] seeds = [Of("b", f2).Seed, Of("c", f2).Seed, Of("b", f2 with { Seed = 2 }).Seed, Of("b", f3).Seed, Of("b", f2, f3).Seed];
        Assert.Equal(seeds.Length, seeds.Distinct().Count());
        Assert.Equal(0, Of("b", Cut with { Seed = 3 }).Seed);
    }

    private static NetworkState Of(string node, params NetworkFault[] faults) => NetworkState.From(node, faults, Members, Addresses);

    private static Shape Delay(double ms, double jitterMs) => new(TimeSpan.FromMilliseconds(ms), TimeSpan.FromMilliseconds(jitterMs));
}
