using System.Text;
using System.Text.Json;
using ChaosService.Workloads.Etcd;

namespace ChaosService.Tests.Workloads.Etcd;

public sealed class EtcdJsonTests
{
    private static readonly byte[] Key = "k0"u8.ToArray();

    [Fact]
    public void Requests_are_written_as_the_gateway_reads_them()
    {
        Assert.Equal(
            """{"key":"azA=","value":"MTc="}""",
            JsonSerializer.Serialize(new PutRequest(Key, "17"u8.ToArray()), EtcdJson.Default.PutRequest));
        Assert.Equal(
            """{"key":"azA=","range_end":"azE=","serializable":true,"keys_only":true}""",
            JsonSerializer.Serialize(new RangeRequest(Key, "k1"u8.ToArray(), true, true), EtcdJson.Default.RangeRequest));
        var txn = new TxnRequest([new Compare(Key, "CREATE", null, 0)], [new TxnOperation(new PutRequest(Key, "3"u8.ToArray()))]);
        Assert.Equal(
            """{"compare":[{"key":"azA=","target":"CREATE","create_revision":"0"}],"success":"""
                + """[{"request_put":{"key":"azA=","value":"Mw=="}}]}""",
            JsonSerializer.Serialize(txn, EtcdJson.Default.TxnRequest));
    }

    [Fact]
    public void Answers_leave_out_what_is_zero_false_or_empty()
    {
        Assert.Null(JsonSerializer.Deserialize("""{"header":{"revision":"5"}}""", EtcdJson.Default.RangeResponse)!.Kvs);
        Assert.False(JsonSerializer.Deserialize("""{"header":{}}""", EtcdJson.Default.TxnResponse)!.Succeeded);
        Assert.Equal(0UL, JsonSerializer.Deserialize("""{"header":{"member_id":"1"}}""", EtcdJson.Default.StatusResponse)!.Leader);
    }

    [Fact]
    public void Raft_is_read_from_among_the_variables()
    {
        const string Vars = """
            {"cmdline": ["etcd"], "memstats": {"Alloc":1}, "raft.status": {"id":"fd422379fda50e48","term":7,"vote":"0","commit":3,
            "lead":"8211f1d0f64f3269","raftState":"StateFollower","applied":3,"progress":{},"leadtransferee":"0"}}
            """;
        var raft = JsonSerializer.Deserialize(Vars, EtcdJson.Default.DebugVars)!.Raft;
        Assert.Equal(new RaftStatus("fd422379fda50e48", 7, "8211f1d0f64f3269"), raft);
        Assert.Null(JsonSerializer.Deserialize("""{"raft.status": null}""", EtcdJson.Default.DebugVars)!.Raft);
    }

    [Fact]
    public void Answers_are_read()
    {
        var range = JsonSerializer.Deserialize(
            """{"kvs":[{"key":"azA=","mod_revision":"3","value":"MTc="}],"count":"1"}""", EtcdJson.Default.RangeResponse)!;
        Assert.Equal("17", Encoding.UTF8.GetString(range.Kvs![0].Value!));
        var status = JsonSerializer.Deserialize(
            """{"header":{"member_id":"18446744073709551615"},"leader":"18446744073709551615","raftTerm":"7"}""",
            EtcdJson.Default.StatusResponse)!;
        Assert.Equal((ulong.MaxValue, ulong.MaxValue, 7UL), (status.Header!.MemberId, status.Leader, status.RaftTerm));
    }
}
