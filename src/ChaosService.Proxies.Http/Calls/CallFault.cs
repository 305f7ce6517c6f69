namespace ChaosService.Proxies.Http.Calls;

/// <summary>What is done to calls, and to those of which kind. The values are the plan's.</summary>
/// <param name="Delay">So much later, on the way that <paramref name="Stage"/> says.</param>
internal abstract record CallFault(TimeSpan Delay, Stage Stage)
{
    /// <summary>Nothing is done without what the server answers.</summary>
    protected abstract bool NeedsAnswer { get; }

    public abstract bool Matches(HttpRequestMessage request);

    public async Task<HttpResponseMessage> AnswerAsync(ChosenCall call, CancellationToken cancellationToken)
    {
        if (Stage == Stage.Request) await call.WaitAsync(Delay, cancellationToken);
        var answer = NeedsAnswer || Stage == Stage.Response ? await call.PassOnAsync(cancellationToken) : null;
        if (Stage == Stage.Response) await call.WaitAsync(Delay, cancellationToken);
        return Change(call, answer);
    }

    /// <summary>What the client gets.</summary>
    /// <param name="answer">The server's; null: it was not asked.</param>
    protected abstract HttpResponseMessage Change(ChosenCall call, HttpResponseMessage? answer);
}
