using ChaosService.Model.KeyValue;

namespace ChaosService.Tests.Checking.KeyValue;

internal static class KeyValueScripts
{
    /// <summary>What a node counted, five seconds after the run's start.</summary>
    public static Script Statistics(
        this Script script, string node, long? uptime = 60, long? connects = 1, long? dropped = 0, long? waiting = 0) =>
        script.Observed(
            StatisticsView.Topic, node, 5000, new StatisticsView(uptime, connects, dropped, waiting).ToValue());
}
