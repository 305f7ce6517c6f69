using ChaosService.Faults.Network.Nfqueue;
using ChaosService.Faults.Network.State;

namespace ChaosService.Tests.Faults.Network;

/// <summary>The mangle table is not ours: what was in it stays, and what was made for us goes.</summary>
public sealed class MangleTests
{
    [Fact]
    public void What_iptables_will_make_is_known_before() => Assert.Equal(["TABLE", "INPUT", "OUTPUT"], MangleRemains.Missing(table: null));

    [Fact]
    public void What_somebody_else_has_made_is_not_missing()
    {
        Assert.Equal(["OUTPUT"], MangleRemains.Missing(Table(Base("INPUT"), Base("PREROUTING"))));
        Assert.Empty(MangleRemains.Missing(Table(Base("INPUT"), Base("OUTPUT"))));
    }

    [Fact]
    public void Marks_stand_beside_our_chains_and_lead_nowhere() => Assert.StartsWith(
        """
        *mangle
        :CHAOSSERVICE-IN - [0:0]
        :CHAOSSERVICE-OUT - [0:0]
        :CHAOSSERVICE-MADE-TABLE - [0:0]
        :CHAOSSERVICE-MADE-INPUT - [0:0]
        -A INPUT -j CHAOSSERVICE-IN
        """,
        MangleDocument.For(NetworkState.Empty, v6: false, firstQueue: 7, hasJumps: false, marks: ["TABLE", "INPUT"]));

    [Fact]
    public void Table_that_was_made_for_us_goes_whole() => Assert.Equal(
        "delete table ip6 mangle\n",
        MangleRemains.Removal(
            Table([.. Ours("TABLE", "INPUT", "OUTPUT"), Base("INPUT"), Base("OUTPUT"), Jump("INPUT", "IN", 5), Jump("OUTPUT", "OUT", 7)]),
            v6: true));

    [Fact]
    public void Rule_that_somebody_added_meanwhile_stays_with_its_chain() => Assert.Equal(
        """
        delete rule ip mangle INPUT handle 5
        delete rule ip mangle OUTPUT handle 7
        flush chain ip mangle CHAOSSERVICE-IN
        flush chain ip mangle CHAOSSERVICE-OUT
        flush chain ip mangle CHAOSSERVICE-MADE-TABLE
        flush chain ip mangle CHAOSSERVICE-MADE-INPUT
        flush chain ip mangle CHAOSSERVICE-MADE-OUTPUT
        delete chain ip mangle CHAOSSERVICE-IN
        delete chain ip mangle CHAOSSERVICE-OUT
        delete chain ip mangle CHAOSSERVICE-MADE-TABLE
        delete chain ip mangle CHAOSSERVICE-MADE-INPUT
        delete chain ip mangle CHAOSSERVICE-MADE-OUTPUT
        delete chain ip mangle OUTPUT

        """,
        MangleRemains.Removal(
            Table(
                [
                    .. Ours("TABLE", "INPUT", "OUTPUT"), Base("INPUT"), Base("OUTPUT"), Jump("INPUT", "IN", 5), Rule("INPUT", 6),
                    Jump("OUTPUT", "OUT", 7),
                ]),
            v6: false));

    [Fact]
    public void Table_and_chains_that_were_there_before_stay_although_they_are_empty() => Assert.Equal(
        """
        delete rule ip mangle INPUT handle 5
        delete rule ip mangle OUTPUT handle 7
        flush chain ip mangle CHAOSSERVICE-IN
        flush chain ip mangle CHAOSSERVICE-OUT
        delete chain ip mangle CHAOSSERVICE-IN
        delete chain ip mangle CHAOSSERVICE-OUT

        """,
        MangleRemains.Removal(
            Table([.. Ours(), Base("INPUT"), Base("OUTPUT"), Jump("INPUT", "IN", 5), Jump("OUTPUT", "OUT", 7)]), v6: false));

    [Fact]
    public void Chain_whose_policy_somebody_changed_is_theirs()
    {
        var removal = MangleRemains.Removal(
            Table([.. Ours("TABLE", "INPUT", "OUTPUT"), Base("INPUT", "drop"), Base("OUTPUT")]), v6: false)!;
        Assert.DoesNotContain("delete table", removal);
        Assert.DoesNotContain("delete chain ip mangle INPUT", removal);
        Assert.Contains("delete chain ip mangle OUTPUT", removal);
    }

    [Fact]
    public void Table_without_anything_of_ours_is_not_touched() =>
        Assert.Null(MangleRemains.Removal(Table(Base("INPUT"), Base("OUTPUT")), v6: false));

    [Fact]
    public void Older_iptables_removes_what_its_save_shows()
    {
        var there = MangleTable.Parse(
            """
            *mangle
            :INPUT ACCEPT [0:0]
            :CHAOSSERVICE-IN - [0:0]
            :CHAOSSERVICE-OUT - [0:0]
            :CHAOSSERVICE-MADE-TABLE - [0:0]
            -A INPUT -j CHAOSSERVICE-IN
            -A OUTPUT -j CHAOSSERVICE-OUT
            -A CHAOSSERVICE-IN -s 10.0.0.2/32 -j NFQUEUE --queue-num 50336 --queue-bypass
            -A CHAOSSERVICE-OUT ! -o lo -j NFQUEUE --queue-num 50337 --queue-bypass
            -A INPUT -j NFQUEUE --queue-num 3
            COMMIT

            """);
        Assert.Equal([50336, 50337], there.Queues.Order());
        Assert.True(there.HasChains && there.HasJumps);
        Assert.Equal(
            "*mangle\n:CHAOSSERVICE-IN - [0:0]\n:CHAOSSERVICE-OUT - [0:0]\n:CHAOSSERVICE-MADE-TABLE - [0:0]\n"
            + "-D INPUT -j CHAOSSERVICE-IN\n-D OUTPUT -j CHAOSSERVICE-OUT\n"
            + "-X CHAOSSERVICE-IN\n-X CHAOSSERVICE-OUT\n-X CHAOSSERVICE-MADE-TABLE\nCOMMIT\n",
            MangleDocument.Remove(there));
    }

    private static string Table(params string[] items) =>
        $$$"""{"nftables": [{"metainfo": {}}, {"table": {"family": "ip", "name": "mangle"}}, {{{string.Join(", ", items)}}}]}""";

    private static IEnumerable<string> Ours(params string[] marks) =>
        marks.Select(m => $"MADE-{m}").Prepend("OUT").Prepend("IN").Select(
            name => $$$"""{"chain": {"family": "ip", "table": "mangle", "name": "CHAOSSERVICE-{{{name}}}", "handle": 9}}""");

    private static string Base(string name, string policy = "accept") =>
        $$$"""{"chain": {"family": "ip", "table": "mangle", "name": "{{{name}}}", "hook": "input", "policy": "{{{policy}}}"}}""";

    private static string Jump(string chain, string target, int handle) =>
        $$$"""{"rule": {"chain": "{{{chain}}}", "handle": {{{handle}}}, "expr": [{"jump": {"target": "CHAOSSERVICE-{{{target}}}"}}]}}""";

    private static string Rule(string chain, int handle) =>
        $$$"""{"rule": {"chain": "{{{chain}}}", "handle": {{{handle}}}, "expr": [{"counter": {"packets": 0}}, {"accept": null}]}}""";
}
