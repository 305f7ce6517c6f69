namespace ChaosService.Service.Options;

/// <summary>What happens to running runs when the service is asked to stop.</summary>
internal enum OnStop
{
    /// <summary>They end early, revert their faults and are judged.</summary>
    Abort,

    /// <summary>
    /// They run to their end, at most for <see cref="ServiceOptions.FinishLimit"/>; runs that are still active then are aborted.
    /// </summary>
    Finish,
}

/// <summary>How the service runs. A group of its own options is a property with a record of its own.</summary>
internal sealed record ServiceOptions
{
    /// <summary>Address and port to listen on. Port 0: any free one.</summary>
    public string Address { get; init; } = "127.0.0.1:7070";

    /// <summary>Directory of the state database, logs and volumes.</summary>
    public string State { get; init; } = Locations.DefaultState;

    /// <summary>Where run directories are made. Empty: <c>runs</c> below the state directory.</summary>
    public string Runs { get; init; } = "";

    /// <summary>How many accepted runs may wait. More are refused with 429.</summary>
    public int QueueLimit { get; init; } = 100;

    /// <summary>How many runs may be active at once, each on a target of its own.</summary>
    public int ParallelRuns { get; init; } = 2;

    public OnStop OnStop { get; init; } = OnStop.Abort;

    /// <summary>How long a stop waits for runs to finish by themselves.</summary>
    public TimeSpan FinishLimit { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Limit of a request's body.</summary>
    public int BodyLimitKib { get; init; } = 1024;

    /// <summary>Whether a token is always required, even on loopback.</summary>
    public bool RequireTokens { get; init; }

    /// <summary>
    /// Whether to listen beyond loopback without TLS: the person who starts the service is responsible for who can reach it.
    /// </summary>
    public bool Insecure { get; init; }

    /// <summary>Names, separated by commas, under which the service is reached besides localhost.</summary>
    public string HostNames { get; init; } = "";

    /// <summary>Running compose projects, separated by commas, that an applied experiment may attach to. Default: none.</summary>
    public string AttachableProjects { get; init; } = "";

    /// <summary>
    /// Addresses (<c>host:port</c>), separated by commas, of servers and brokers that an applied experiment may use without a container.
    /// Default: none.
    /// </summary>
    public string AllowedAddresses { get; init; } = "";

    /// <summary>Whether experiments may run commands (<c>exec</c>): everyone who may trigger runs may then run programs here.</summary>
    public bool AllowCommands { get; init; }

    /// <summary>How long runs are kept, how many of them, and how many bytes.</summary>
    public RetentionOptions Retention { get; init; } = new();

    /// <summary>The receivers of notifications.</summary>
    public NotificationOptions Notifications { get; init; } = new();

    /// <summary>https.</summary>
    public TlsOptions Tls { get; init; } = new();

    /// <summary>What is measured.</summary>
    public MetricsOptions Metrics { get; init; } = new();

    /// <summary>What is logged, and whether to the console.</summary>
    public LogOptions Log { get; init; } = new();

    /// <summary>Logs to Grafana Loki.</summary>
    public LokiOptions Loki { get; init; } = new();

    /// <summary>Traces, metrics and logs by OTLP.</summary>
    public OtlpOptions Otlp { get; init; } = new();

    /// <summary>A database that several instances share.</summary>
    public StoreOptions Store { get; init; } = new();

    public string RunsDirectory => Path.GetFullPath(Runs.Length > 0 ? Runs : Path.Combine(State, "runs"));
}

/// <summary>A value that is never shown.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecretAttribute : Attribute;
