using ChaosService.Host.Grpc.Protocol;
using Microsoft.AspNetCore.Http;

namespace ChaosService.Tests.Host.Grpc.Protocol;

public sealed class MetadataTests
{
    [Fact]
    public void Headers_of_the_protocol_are_no_metadata()
    {
        var metadata = Metadata.Of(new HeaderDictionary
        {
            [":path"] = "/a/b", ["Content-Type"] = "application/grpc", ["TE"] = "trailers", ["grpc-timeout"] = "1S", ["User-Agent"] = "me", ["x-mine"] = new(["1", "2"]),
        });

        Assert.Equal([("user-agent", "me"), ("x-mine", "1"), ("x-mine", "2")], metadata.Select(e => (e.Key, e.Value)));
    }

    [Fact]
    public void Binary_values_come_padded_or_not_and_several_in_a_line()
    {
        var metadata = Metadata.Of(new HeaderDictionary { ["x-bin"] = "AQ==, AQI,!!" });

        Assert.Equal([[1], [1, 2]], metadata.Select(e => e.ValueBytes!));
        Assert.Equal([1, 2], metadata.GetValueBytes("x-bin"));
    }

    [Fact]
    public void Binary_values_go_out_without_padding()
    {
        var headers = new HeaderDictionary();

        new Metadata { { "x-bin", [1] }, { "x", "a" }, { "x", "b" } }.CopyTo(headers);

        Assert.Equal(("AQ", "a,b"), (headers["x-bin"].ToString(), headers["x"].ToString()));
    }
}
