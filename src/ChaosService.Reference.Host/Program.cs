using ChaosService.Reference.Host.Settings;

namespace ChaosService.Reference.Host;

internal static class Program
{
    private const int Unavailable = 69;
    private const int WrongSettings = 78;

    private static async Task<int> Main(string[] args)
    {
        using var logs = LoggerFactory.Create(l => Logs(l, LogLevel.Information, ObservingBugs.None));
        var log = logs.CreateLogger<RunningNode>();
        var commandLine = new ConfigurationBuilder().AddCommandLine(args).Build();
        var all = new ConfigurationBuilder();
        if (commandLine["CONFIG"] is { } file) all.AddJsonFile(Path.GetFullPath(file), optional: false);
        var reader = new SettingsReader(all.AddEnvironmentVariables().AddCommandLine(args).Build());
        if (reader.Read() is not { } settings)
        {
            foreach (var error in reader.Errors) ProgramLog.WrongSetting(log, error);
            return WrongSettings;
        }
        try
        {
            return await RunAsync(settings, log);
        }
        catch (InvalidDataException error)
        {
            ProgramLog.CannotStart(log, error.Message);
            return Unavailable;
        }
    }

    private static async Task<int> RunAsync(NodeSettings settings, ILogger log)
    {
        await using var node = await RunningNode.StartAsync(
            settings, l => Logs(l, settings.LogLevel, settings.ObservingBugs), TimeProvider.System);
        ProgramLog.Started(log, settings.NodeId, settings.Self.HttpAddress, settings.Self.RpcAddress);
        var stopped = new TaskCompletionSource();
        await using var registered = node.Stopping.Register(() => stopped.TrySetResult());
        await Task.WhenAny(stopped.Task, node.Ended);
        return node.Ended is { IsCompletedSuccessfully: true, Result: not null } ? Unavailable : 0;
    }

    /// <summary>A line of JSON per entry, with the trace that it belongs to.</summary>
    private static void Logs(ILoggingBuilder logging, LogLevel least, ObservingBugs bugs)
    {
        logging.SetMinimumLevel(least);
        logging.Configure(o => o.ActivityTrackingOptions = bugs.HasFlag(ObservingBugs.LogWithoutTrace)
            ? ActivityTrackingOptions.None : ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId);
        logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Grpc", LogLevel.Warning);
        logging.AddJsonConsole(o =>
        {
            o.IncludeScopes = true;
            o.UseUtcTimestamp = true;
            o.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
        });
    }
}
