namespace ChaosService.Proxies.Http.Calls;

/// <summary>A call in progress: carries what the server side must report to the client side.</summary>
internal sealed class Call
{
    private static readonly HttpRequestOptionsKey<Call> Key = new("call");

    public CallEnd End { get; set; }

    public static Call Of(HttpRequestMessage request) =>
        request.Options.TryGetValue(Key, out var call) ? call : throw new InvalidOperationException("The request is on nobody's way.");

    public void Accompany(HttpRequestMessage request) => request.Options.Set(Key, this);
}
