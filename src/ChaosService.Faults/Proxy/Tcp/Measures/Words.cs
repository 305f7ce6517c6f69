namespace ChaosService.Faults.Proxy.Tcp.Measures;

internal static class Words
{
    /// <summary><c>51.3 ms</c></summary>
    public static string Ms(TimeSpan time) => $"{time.TotalMilliseconds:0.0} ms";
}
