using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Formatting.Display;

namespace ChaosService.Host.Composition;

/// <summary>Logs go to a file: the terminal belongs to the run's progress and the verdict.</summary>
internal static class Logging
{
    private const long FileLimitBytes = 16 << 20;
    private const int FileCountLimit = 5;
    private const string Line = "{Timestamp:O} {Level:u3} {SourceContext} {RunId} {Message:lj}{NewLine}{Exception}";

    public static ILoggerFactory ToFile(string directory)
    {
        var logger = new LoggerConfiguration()
            .MinimumLevel.Information()
            // Four lines for every request: ten thousand calls a second would wash everything else out of the files.
            .MinimumLevel.Override("Microsoft.AspNetCore", LogEventLevel.Warning)
            .Enrich.FromLogContext()
            .WriteTo.File(
                new TokenHidingFormatter(new MessageTemplateTextFormatter(Line)), Path.Combine(directory, "chaosctl-.log"),
                rollingInterval: RollingInterval.Day, fileSizeLimitBytes: FileLimitBytes, rollOnFileSizeLimit: true,
                retainedFileCountLimit: FileCountLimit, shared: true)
            .CreateLogger();
        return new SerilogLoggerFactory(logger, dispose: true);
    }
}
