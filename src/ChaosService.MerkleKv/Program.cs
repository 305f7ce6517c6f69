using System.Net.Sockets;
using System.Runtime.InteropServices;
using ChaosService.MerkleKv.Settings;

namespace ChaosService.MerkleKv;

internal static class Program
{
    private const int Unavailable = 69;
    private const int WrongSettings = 78;

    private static async Task<int> Main(string[] args)
    {
        var errors = new List<string>();
        var settings = new SettingsReader(SettingsSource.Read(args, errors), errors).Read();
        using var logs = LoggerFactory.Create(l => Logs(l, settings?.LogLevel ?? LogLevel.Information));
        var log = logs.CreateLogger<Node>();
        if (settings is null)
        {
            foreach (var error in errors) ProgramLog.WrongSetting(log, error);
            return WrongSettings;
        }
        try
        {
            await RunAsync(settings, log);
            return 0;
        }
        catch (Exception failure) when (WhyNot(failure, settings) is { } why)
        {
            ProgramLog.CannotStart(log, why);
            return Unavailable;
        }
    }

    /// <returns>The place, the value and the fix; null for a failure that no setting explains.</returns>
    private static string? WhyNot(Exception failure, NodeSettings settings) => failure switch
    {
        InvalidDataException => failure.Message,
        SocketException =>
            $"HOST '{settings.Host}', PORT '{settings.Port}': {failure.Message}: give an address of this machine and a port that is free.",
        IOException or UnauthorizedAccessException =>
            $"STORAGE_PATH '{settings.StorageFolder}': {failure.Message} Give a folder that the node may write to.",
        _ => null,
    };

    private static async Task RunAsync(NodeSettings settings, ILogger log)
    {
        var signalled = new TaskCompletionSource();
        // Before the node: a client that it serves may be why the program is told to end.
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        await using var node = new Node(settings, TimeProvider.System, log);
        ProgramLog.Started(log, settings.Replication?.ClientId ?? "", $"{node.Address}", $"{settings.Bugs}");
        await Task.WhenAny(signalled.Task, node.AskedToStop);
        ProgramLog.Stopped(log);

        void End(PosixSignalContext signal)
        {
            signal.Cancel = true;
            signalled.TrySetResult();
        }
    }

    /// <summary>A line of JSON per entry.</summary>
    private static void Logs(ILoggingBuilder logging, LogLevel least) => logging.SetMinimumLevel(least).AddJsonConsole(o =>
    {
        o.UseUtcTimestamp = true;
        o.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
    });
}
