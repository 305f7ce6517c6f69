using ChaosService.Telemetry.Logging;
using Serilog;
using Serilog.Extensions.Logging;
using Serilog.Formatting;

namespace ChaosService.Tests.Telemetry.Logging;

/// <summary>What a formatter makes of what is logged.</summary>
internal static class Written
{
    public static string By(ITextFormatter formatter, Action<Microsoft.Extensions.Logging.ILogger> log)
    {
        using var output = new StringWriter();
        var serilog = new LoggerConfiguration().WriteTo.Sink(new ConsoleSink(formatter, output, TimeProvider.System)).CreateLogger();
        using (var logs = new SerilogLoggerFactory(serilog, dispose: true)) log(logs.CreateLogger("Test.Source"));
        return output.ToString();
    }
}
