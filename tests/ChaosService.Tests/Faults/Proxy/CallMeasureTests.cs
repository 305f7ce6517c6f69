using System.Text;
using ChaosService.Faults.Proxy.Calls;
using ChaosService.Faults.Proxy.Grpc;
using ChaosService.Faults.Proxy.Http;
using ChaosService.Proxies.Http.Answers;
using ChaosService.Proxies.Http.Calls;
using ChaosService.Proxies.Http.Grpc;

namespace ChaosService.Tests.Faults.Proxy;

/// <summary>What is taken for the asked-for answer, and what is not.</summary>
public sealed class CallMeasureTests
{
    private static readonly HttpFault Http = new(null, null, null, null, null, false, null, TimeSpan.Zero, Stage.Request);
    private static readonly GrpcFault Grpc = new(null, null, null, "", null, null, null, TimeSpan.Zero, Stage.Request);

    [Theory]
    [InlineData(503, "", nameof(AnswerEnd.Whole), true)]
    [InlineData(200, "", nameof(AnswerEnd.Whole), false)]
    [InlineData(503, "more", nameof(AnswerEnd.Whole), false)]
    [InlineData(null, "", nameof(AnswerEnd.Silent), false)]
    public void Status_is_seen_with_its_body(int? status, string body, string end, bool seen) =>
        Assert.Equal(seen, HttpMeasure.Judge(Http with { Status = 503 }, Answer(status, body, end), TimeSpan.Zero).Seen);

    [Theory]
    [InlineData("12345", nameof(AnswerEnd.Cut), true)]
    [InlineData("12345", nameof(AnswerEnd.Whole), false)]
    [InlineData("123456", nameof(AnswerEnd.Cut), false)]
    public void Cut_is_seen_at_its_byte_and_by_its_end(string body, string end, bool seen) =>
        Assert.Equal(seen, HttpMeasure.Judge(Http with { Truncate = 5 }, Answer(200, body, end), TimeSpan.Zero).Seen);

    [Theory]
    [InlineData(nameof(AnswerEnd.Reset), true)]
    [InlineData(nameof(AnswerEnd.Closed), false)]
    [InlineData(nameof(AnswerEnd.Silent), false)]
    public void Abort_is_a_reset_and_nothing_else(string end, bool seen) =>
        Assert.Equal(seen, HttpMeasure.Judge(Http with { Abort = true }, Answer(null, "", end), TimeSpan.Zero).Seen);

    [Theory]
    [InlineData(100, true)]
    [InlineData(80, false)]
    [InlineData(700, false)]
    public void Delay_is_seen_between_its_bounds(double ms, bool seen)
    {
        var asked = Http with { Delay = TimeSpan.FromMilliseconds(100) };
        Assert.Equal(seen, HttpMeasure.Judge(asked, Answer(200, "", nameof(AnswerEnd.Whole), ms: ms), TimeSpan.Zero).Seen);
    }

    [Theory]
    [InlineData("14", new int[0], true)]
    [InlineData("0", new int[0], false)]
    [InlineData(null, new int[0], false)]
    [InlineData("14", new[] { 1 }, false)]
    public void Status_of_grpc_is_seen_with_no_message(string? got, int[] numbers, bool seen) =>
        Assert.Equal(seen, Judge(Grpc with { Status = "UNAVAILABLE" }, got, numbers));

    [Fact]
    public void Messages_are_seen_by_their_numbers()
    {
        Assert.True(Judge(Grpc with { Drop = 2 }, "0", [1, 3, 4]));
        Assert.False(Judge(Grpc with { Drop = 2 }, "0", [1, 2, 3, 4]));
        Assert.True(Judge(Grpc with { Repeat = 2 }, "0", [1, 2, 2, 3, 4]));
        Assert.False(Judge(Grpc with { Repeat = 2 }, "0", [1, 2, 3, 4]));
        Assert.True(Judge(Grpc with { Status = "ABORTED", EndAfter = 2 }, "10", [1, 2]));
        Assert.False(Judge(Grpc with { Status = "ABORTED", EndAfter = 2 }, "0", [1, 2]));
        Assert.False(Judge(Grpc with { Status = "ABORTED", EndAfter = 2 }, "10", [1, 2, 3]));
    }

    private static bool Judge(GrpcFault asked, string? status, int[] numbers)
    {
        var body = numbers.SelectMany(n => new byte[] { 0, 0, 0, 0, 4, 0, 0, 0, (byte)n }).ToArray();
        return GrpcMeasure.Judge(asked, 4, new(200, body, status, AnswerEnd.Whole, TimeSpan.Zero), TimeSpan.Zero).Seen;
    }

    private static CallAnswer Answer(int? status, string body, string end, double ms = 0) =>
        new(status, Encoding.UTF8.GetBytes(body), null, Enum.Parse<AnswerEnd>(end), TimeSpan.FromMilliseconds(ms));
}
