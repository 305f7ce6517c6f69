using ChaosService.Proxies.Choosing;
using ChaosService.Proxies.Http.Calls;

namespace ChaosService.Faults.Proxy.Calls;

internal static class CallWords
{
    /// <summary><c>a reset and 50 ms of delay</c></summary>
    public static string And(params string[] words) => string.Join(" and ", words.Where(w => w.Length > 0));

    /// <summary><c> (after 3, first 10, nth 2, 50 %)</c>, or nothing when it is all of them.</summary>
    public static string Of(Choice which)
    {
        string[] words =
        [
            which.After > 0 ? $"after {which.After}" : "",
            which.First is { } first ? $"first {first}" : "",
            which.Nth > 1 ? $"nth {which.Nth}" : "",
            which.Share < 1 ? $"{100 * which.Share:0.###} %" : "",
        ];
        var said = string.Join(", ", words.Where(w => w.Length > 0));
        return said.Length > 0 ? $" ({said})" : "";
    }

    /// <summary><c>50 ms of delay</c>, or nothing.</summary>
    public static string DelayOf(CallFault fault) => fault.Delay > TimeSpan.Zero ? $"{fault.Delay.TotalMilliseconds:0.#} ms of delay" : "";

    /// <summary>Where on its way a call meets it, when that is not at once.</summary>
    public static string StageOf(CallFault fault) => fault.Stage == Stage.Response ? " when the node has answered" : "";
}
