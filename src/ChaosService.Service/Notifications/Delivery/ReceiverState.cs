namespace ChaosService.Service.Notifications.Delivery;

/// <summary>The state of one receiver since the service started. Thread-safe.</summary>
internal sealed class ReceiverState
{
    private readonly Lock _gate = new();
    private DateTimeOffset? _lastDeliveredAt;
    private string? _trouble;
    private long _lost;

    /// <summary>It said 410: no ordinary events are sent to it until someone tries again.</summary>
    public bool Gone { get; private set; }

    public (DateTimeOffset? LastDeliveredAt, string? Trouble, long Lost) Read()
    {
        lock (_gate) return (_lastDeliveredAt, _trouble, _lost);
    }

    public void Delivered(DateTimeOffset at)
    {
        lock (_gate) (_lastDeliveredAt, _trouble, Gone) = (at, null, false);
    }

    public void Failed(Answer answer)
    {
        lock (_gate)
        {
            _trouble = answer.Reason;
            if (answer.Kind == AnswerKind.Gone) Gone = true;
        }
    }

    public void TryAgain()
    {
        lock (_gate) Gone = false;
    }

    public void Lose()
    {
        lock (_gate) _lost++;
    }
}
