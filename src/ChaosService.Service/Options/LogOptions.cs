namespace ChaosService.Service.Options;

/// <summary>What the service logs besides its files below the state directory.</summary>
internal sealed record LogOptions
{
    public LogDetail Level { get; init; } = LogDetail.Information;

    /// <summary>Also to standard error.</summary>
    public ConsoleLog Console { get; init; } = ConsoleLog.Off;
}

/// <summary>From which level on.</summary>
internal enum LogDetail
{
    Debug,
    Information,
    Warning,
    Error,
}

/// <summary>How lines look there.</summary>
internal enum ConsoleLog
{
    Off,

    /// <summary>As in the file.</summary>
    Text,

    /// <summary>One flat JSON object a line.</summary>
    Json,
}
