namespace Serilog.Sinks.Grafana.Loki;

/// <summary>Whether Loki accepts what it is sent. Thread-safe.</summary>
internal sealed class LokiState(TimeProvider time, LokiFigures figures)
{
    /// <summary>A Loki that alternates between accepting and refusing is announced at most this often.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private DateTimeOffset? _since;
    private string _reason = "";
    private bool _announced;
    private long? _announcedAt;

    /// <summary>Raised with the reason when it begins to fail, and with null when it accepts lines again. Handlers must be quick.</summary>
    public event Action<string?>? Changed;

    /// <summary>Null while it accepts lines.</summary>
    public string? Trouble
    {
        get { lock (_gate)
            return _since is { } since
                ? $"Loki does not take logs since {since:yyyy-MM-dd HH:mm:ss} UTC: {_reason}; {figures.Dropped:#,0} lines dropped so far"
                : null; }
    }

    public void Fails(string reason)
    {
        lock (_gate)
        {
            _since ??= time.GetUtcNow();
            _reason = reason;
            if (_announced || (_announcedAt is { } at && time.GetElapsedTime(at) < Quiet)) return;
            _announced = true;
            _announcedAt = time.GetTimestamp();
        }
        Changed?.Invoke(reason);
    }

    public void Takes()
    {
        lock (_gate)
        {
            _since = null;
            if (!_announced) return;
            _announced = false;
        }
        Changed?.Invoke(null);
    }
}
