namespace ChaosService.Proxies.Http.Calls;

/// <summary>A call on its way: what the side of the server has to tell that of the client.</summary>
internal sealed class Call
{
    private static readonly HttpRequestOptionsKey<Call> Key = new("call");

    public CallEnd End { get; set; }

    public static Call Of(HttpRequestMessage request) =>
        request.Options.TryGetValue(Key, out var call) ? call : throw new InvalidOperationException("The request is on nobody's way.");

    public void Accompany(HttpRequestMessage request) => request.Options.Set(Key, this);
}
