using ChaosService.Faults.Proxy.Calls;
using ChaosService.Model.Faults;
using ChaosService.Proxies.Http.Grpc;

namespace ChaosService.Faults.Proxy.Grpc;

/// <summary>A call whose answer would be the messages that it sent.</summary>
internal static class GrpcMeasure
{
    /// <summary>Messages behind the one that the fault is about.</summary>
    private const int More = 2;

    public static async Task<Proof> TakeAsync(ProbeCall call, GrpcFault asked, CancellationToken cancellationToken)
    {
        using var probe = await call.ConnectAsync(cancellationToken);
        if (probe is null) return ProbeCall.NotLed;
        var messages = (int)(asked.EndAfter ?? asked.Drop ?? asked.Repeat ?? 0) + More;
        using var question = GrpcQuestion.New(call.Link.Address, messages);
        var limit = CallDelay.Limit(asked, call);
        return Judge(
            asked, messages, await CallQuestion.AskAsync(probe.Socket, question, limit, call.Time, cancellationToken), call.Slack);
    }

    internal static Proof Judge(GrpcFault asked, int sent, CallAnswer got, TimeSpan slack)
    {
        var numbers = GrpcQuestion.Numbers(got.Body);
        var expected = Expected(asked, sent);
        var status = asked.Status ?? "OK";
        return new(
            got.End == AnswerEnd.Whole && numbers.SequenceEqual(expected) && got.Grpc == $"{GrpcStatus.NumberOf(status)}"
                && CallDelay.IsSeen(asked, got.Took, slack),
            $"asked {Words(asked)}, measured {GrpcStatus.NameOf(got.Grpc)} with {numbers.Count} of {sent} messages "
                + $"({string.Join(", ", numbers.Take(5))}{(numbers.Count > 5 ? ", …" : "")}), {CallAnswer.Say(got.End)}, in "
                + $"{got.Took.TotalMilliseconds:0.0} ms");
    }

    /// <summary>What is done, such as <c>UNAVAILABLE after 3 messages</c>.</summary>
    internal static string Words(GrpcFault asked)
    {
        var deed = asked switch
        {
            { EndAfter: { } end } => $"{asked.Status} after {end} messages",
            { Drop: { } drop } => $"message {drop} lost",
            { Repeat: { } repeat } => $"message {repeat} twice",
            { Status: { } status } => status,
            _ => "",
        };
        return CallWords.And(deed, CallWords.DelayOf(asked));
    }

    private static IEnumerable<int> Expected(GrpcFault asked, int sent)
    {
        var all = Enumerable.Range(1, sent);
        if (asked.Drop is { } drop) return all.Where(n => n != drop);
        if (asked.Repeat is { } repeat) return all.SelectMany(n => Enumerable.Repeat(n, n == repeat ? 2 : 1));
        return asked.EndAfter is { } end ? all.Take((int)end) : asked.Status is null ? all : [];
    }
}
