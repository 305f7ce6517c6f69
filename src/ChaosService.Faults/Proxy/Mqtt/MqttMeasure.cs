using ChaosService.Model.Faults;
using ChaosService.Proxies.Mqtt;
using ChaosService.Proxies.Mqtt.Effects;

namespace ChaosService.Faults.Proxy.Mqtt;

/// <summary>Numbered messages to a broker of the proxy's own, and from it: what arrived of them, each way by itself.</summary>
internal static class MqttMeasure
{
    private const int Messages = 3;

    /// <summary>What a clock may round away.</summary>
    private const double Rounding = 0.95;

    /// <summary>What a busy machine may add to a message.</summary>
    private static readonly TimeSpan Noise = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>So long it is waited for what must not come: what is only late is not lost.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(1);

    public static async Task<Proof> TakeAsync(ProbeCall call, MqttFault asked, CancellationToken cancellationToken)
    {
        using var probe = await call.ConnectAsync(cancellationToken);
        if (probe is null) return ProbeCall.NotLed;
        var sent = asked.Effect is ReorderEffect { Group: var group } ? group : Messages;
        var limit = call.Slack + Limit(asked.Effect);
        var awaited = Awaited(asked.Effect, sent);
        var arrived = await MqttArrivals.OfAsync(probe.Socket, asked, sent, awaited, limit, call.Time, cancellationToken);
        return arrived is null ? new(false, "got no answer by the proxy") : Judge(asked, sent, arrived, call.Slack);
    }

    /// <param name="sent">On each way that it is for.</param>
    /// <param name="slack">What other faults may add.</param>
    internal static Proof Judge(MqttFault asked, int sent, MqttArrivals arrived, TimeSpan slack)
    {
        var ways = new List<Proof>();
        if (asked.Published) ways.Add(Judge("published", asked.Effect, sent, arrived.Published, slack));
        if (asked.Delivered) ways.Add(Judge("delivered", asked.Effect, sent, arrived.Delivered, slack));
        return new(ways.All(w => w.Seen), $"asked {asked.Effect}, measured {string.Join(" and ", ways.Select(w => w.Evidence))}");
    }

    private static Proof Judge(string way, MqttEffect asked, int sent, IReadOnlyList<ProbeArrival> arrived, TimeSpan slack)
    {
        int[] numbers = [.. arrived.Select(a => a.Number)];
        var all = Enumerable.Range(1, sent);
        var isSeen = asked switch
        {
            DropEffect => numbers.Length == 0,
            DelayEffect { Delay: var delay } => numbers.SequenceEqual(all)
                && arrived.All(a => a.Took >= Rounding * delay) && arrived.Min(a => a.Took) <= delay + slack + Noise,
            DuplicateEffect { Copies: var copies } =>
                numbers.Order().SequenceEqual(all.SelectMany(n => Enumerable.Repeat(n, copies + 1))),
            ReorderEffect => numbers.Order().SequenceEqual(all) && !numbers.SequenceEqual(all),
            _ => false,
        };
        var took = asked is DelayEffect && arrived.Count > 0
            ? $", {arrived.Min(a => a.Took).TotalMilliseconds:0.0} to {arrived.Max(a => a.Took).TotalMilliseconds:0.0} ms late"
            : "";
        var which = numbers.Length == 0
            ? "none"
            : $"{string.Join(", ", numbers.Take(6))}{(numbers.Length > 6 ? ", …" : "")}";
        return new(isSeen, $"{which} of {sent} {way}{took}");
    }

    internal static TimeSpan Limit(MqttEffect asked) => asked switch
    {
        DropEffect => Silence,
        DelayEffect { Delay: var delay } => delay + Patience,
        _ => Patience,
    };

    /// <summary>How many messages are waited for on each way; in vain when they are lost.</summary>
    internal static int Awaited(MqttEffect asked, int sent) => asked is DuplicateEffect { Copies: var copies } ? sent * (copies + 1) : sent;
}
