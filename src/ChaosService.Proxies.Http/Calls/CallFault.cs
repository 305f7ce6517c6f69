namespace ChaosService.Proxies.Http.Calls;

/// <summary>What is done to calls, and to which kind of calls. The values come from the plan.</summary>
/// <param name="Delay">The delay, in the direction given by <paramref name="Stage"/>.</param>
internal abstract record CallFault(TimeSpan Delay, Stage Stage)
{
    /// <summary>Whether the fault needs the server's answer.</summary>
    protected abstract bool NeedsAnswer { get; }

    public abstract bool Matches(HttpRequestMessage request);

    public async Task<HttpResponseMessage> AnswerAsync(ChosenCall call, CancellationToken cancellationToken)
    {
        if (Stage == Stage.Request) await call.WaitAsync(Delay, cancellationToken);
        var answer = NeedsAnswer || Stage == Stage.Response ? await call.PassOnAsync(cancellationToken) : null;
        if (Stage == Stage.Response) await call.WaitAsync(Delay, cancellationToken);
        return Change(call, answer);
    }

    /// <summary>The answer that the client gets.</summary>
    /// <param name="answer">The server's answer; null: it was not asked.</param>
    protected abstract HttpResponseMessage Change(ChosenCall call, HttpResponseMessage? answer);
}
