using ChaosService.Proxies.Choosing;
namespace ChaosService.Proxies.Http.Calls;

/// <summary>A call that a fault applies to.</summary>
/// <param name="server">Answers it as without the fault.</param>
internal sealed class ChosenCall(
    HttpRequestMessage request, Tally tally, Func<CancellationToken, Task<HttpResponseMessage>> server, TimeProvider time)
{
    public HttpRequestMessage Request => request;

    public Task<HttpResponseMessage> PassOnAsync(CancellationToken cancellationToken) => server(cancellationToken);

    public Task WaitAsync(TimeSpan delay, CancellationToken cancellationToken) =>
        delay > TimeSpan.Zero ? Task.Delay(delay, time, cancellationToken) : Task.CompletedTask;

    /// <summary>Records that the fault was applied to it.</summary>
    /// <param name="end">How the answer ends as a result.</param>
    public void Meet(CallEnd end = CallEnd.Whole)
    {
        Call.Of(request).End = end;
        tally.CountMet();
    }
}
