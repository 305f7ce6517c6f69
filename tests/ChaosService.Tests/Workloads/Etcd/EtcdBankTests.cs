using System.Net;
using System.Net.Sockets;
using System.Text;
using ChaosService.Model.Bank;
using ChaosService.Model.Clusters;
using ChaosService.Model.Histories;
using ChaosService.Model.Workloads;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Workloads.Bank;
using ChaosService.Workloads.Etcd;

namespace ChaosService.Tests.Workloads.Etcd;

/// <summary>Against a member that gives one answer after the other, and then closes its connection.</summary>
public sealed class EtcdBankTests : IDisposable
{
    private const string NotThere = """{"succeeded":true,"responses":[{"response_range":{}},{"response_range":{}}]}""";
    private const string Overtaken = """{"header":{}}""";

    private static readonly IPAddress Address = Loopback.Next();

    private static readonly Operation Move = new(Functions.Transfer, null, new Transfer("a0", "a1", 3).ToValue());

    private readonly TcpListener _listener = new(Address, 2379);
    private readonly FakeCluster _cluster = new(new ClusterNode("n1", "etcd"));
    private readonly List<string> _asked = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public EtcdBankTests() => _cluster.Addresses["n1"] = Address;

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task Transfer_writes_both_accounts_if_neither_changed_since_it_read_them()
    {
        var held = """{"responses":[{"response_range":{"kvs":[{"key":"","value":"Nw==","mod_revision":"12"}]}},{"response_range":{}}]}""";
        Assert.Equal(OpResult.Ok(default, "n1"), await InvokeAsync(Move, EtcdOptions.Transaction, held, """{"succeeded":true}"""));
        Assert.Equal(2, _asked.Count);
        // bank/a0 was changed last by 12 and held 7; bank/a1 was not there.
        Assert.Contains(Compared("bank/a0", 12), _asked[1], StringComparison.Ordinal);
        Assert.Contains(Compared("bank/a1", 0), _asked[1], StringComparison.Ordinal);
        Assert.Contains(Put("bank/a0", 4), _asked[1], StringComparison.Ordinal);
        Assert.Contains(Put("bank/a1", 3), _asked[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Transfer_that_was_overtaken_reads_again_and_gives_up_as_a_failed_compare()
    {
        Assert.Equal(
            OpResult.Ok(default, "n1"),
            await InvokeAsync(Move, EtcdOptions.Transaction, NotThere, Overtaken, NotThere, """{"succeeded":true}"""));
        string[] never = [.. Enumerable.Repeat((string[])[NotThere, Overtaken], 5).SelectMany(a => a)];
        Assert.Equal(OpResult.Fail("compare failed", "n1"), await InvokeAsync(Move, EtcdOptions.Transaction, never));
    }

    [Theory]
    [InlineData(EtcdOptions.Transaction, 0, OpType.Fail)]
    [InlineData(EtcdOptions.Transaction, 1, OpType.Info)]
    [InlineData(EtcdOptions.Separate, 1, OpType.Fail)]
    [InlineData(EtcdOptions.Separate, 2, OpType.Info)]
    [InlineData(EtcdOptions.Separate, 3, OpType.Info)]
    public async Task Transfer_that_breaks_failed_only_before_it_wrote(string transfers, int answered, OpType expected)
    {
        string[] answers = transfers == EtcdOptions.Transaction ? [NotThere] : ["{}", "{}", "{}"];
        var result = await InvokeAsync(Move, transfers, answers[..answered]);
        Assert.Equal((expected, "connection broken"), (result.Type, result.Error));
    }

    [Fact]
    public async Task Balances_are_those_of_one_range()
    {
        var key = Convert.ToBase64String("bank/a1"u8);
        Assert.Equal(
            OpResult.Ok(Balances.ToValue([("a1", 7)]), "n1"),
            await InvokeAsync(BankWorkload.Look, EtcdOptions.Transaction, $$"""{"kvs":[{"key":"{{key}}","value":"Nw=="}]}"""));
        Assert.Contains(Convert.ToBase64String("bank0"u8), Assert.Single(_asked), StringComparison.Ordinal);
    }

    private static string Compared(string key, long revision) =>
        $$"""{"key":"{{Base64(key)}}","target":"MOD","mod_revision":"{{revision}}"}""";

    private static string Put(string key, long balance) =>
        $$$"""{"request_put":{"key":"{{{Base64(key)}}}","value":"{{{Base64($"{balance}")}}}"}}""";

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private async Task<OpResult> InvokeAsync(Operation operation, string transfers, params string[] answers)
    {
        _listener.Start();
        _asked.Clear();
        var serving = EtcdMember.ServeAsync(_listener, Answer, Cancellation);
        await using var database = new EtcdKind().Connect(
            new DatabaseRequest(_cluster, new EtcdOptions(Transfers: transfers), "", Wait.Limit, TimeProvider.System));
        await using var client = database.Open(0);
        var result = await client.InvokeAsync(operation, Cancellation);
        _listener.Stop();
        await serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return result;

        string? Answer(string request)
        {
            if (_asked.Count == answers.Length) return null;
            _asked.Add(request);
            return answers[_asked.Count - 1];
        }
    }
}
