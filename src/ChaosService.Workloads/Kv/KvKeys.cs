namespace ChaosService.Workloads.Kv;

/// <summary>Names with more than letters: a database must not cut, quote or interpret them. None has a blank.</summary>
internal static class KvKeys
{
    private static readonly string[] Ends = ["", "-é", "-日本", "-🙂", "-\"'`\\", "-#%&?;", "-{}[]<>", "-$(x)", "-*:/+"];

    /// <summary>They hold texts: <c>v0</c>, <c>v1-é</c>, …</summary>
    public static string[] Texts(KvParameters parameters) =>
        [.. Enumerable.Range(0, parameters.Keys).Select(n => $"v{n}{Ends[n % Ends.Length]}")];

    /// <summary>They hold numbers: <c>n0</c>, … None when nothing counts.</summary>
    public static string[] Numbers(KvParameters parameters) =>
        parameters.Mix.Increment == 0 ? [] : [.. Enumerable.Range(0, parameters.Keys).Select(n => $"n{n}")];
}
