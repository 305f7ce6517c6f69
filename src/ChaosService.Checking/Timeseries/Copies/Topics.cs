using ChaosService.Checking.Observations;
using ChaosService.Model.Histories;
using ChaosService.Model.Timeseries;

namespace ChaosService.Checking.Timeseries.Copies;

/// <summary>The topics that checks use.</summary>
internal static class Topics
{
    public static Sights<ReplicasView> Replicas(History history) => Sights<ReplicasView>.Of(history, ReplicasView.Topic, ReplicasView.From);

    public static Sights<ShardsView> Shards(History history) => Sights<ShardsView>.Of(history, ShardsView.Topic, ShardsView.From);

    public static Sights<CallsView> Calls(History history) => Sights<CallsView>.Of(history, CallsView.Topic, CallsView.From);

    public static Sights<QueriesView> Queries(History history) => Sights<QueriesView>.Of(history, QueriesView.Topic, QueriesView.From);

    public static Sights<MetricsView> Metrics(History history) => Sights<MetricsView>.Of(history, MetricsView.Topic, MetricsView.From);
}
