using ChaosService.Proxies.Http.Calls;

namespace ChaosService.Faults.Proxy.Calls;

internal static class CallWords
{
    /// <summary><c>a reset and 50 ms of delay</c></summary>
    public static string And(params string[] words) => string.Join(" and ", words.Where(w => w.Length > 0));

    /// <summary><c>50 ms of delay</c>, or nothing.</summary>
    public static string DelayOf(CallFault fault) => fault.Delay > TimeSpan.Zero ? $"{fault.Delay.TotalMilliseconds:0.#} ms of delay" : "";

    /// <summary>Where on its way a call meets it, when that is not at once.</summary>
    public static string StageOf(CallFault fault) => fault.Stage == Stage.Response ? " when the node has answered" : "";
}
