using ChaosService.Benchmarks;
using ChaosService.Benchmarks.Proxies;
using ChaosService.Benchmarks.Service;
using ChaosService.Benchmarks.Telemetry;
using ChaosService.Benchmarks.Timeseries;

// Each figure by name: dotnet run -c Release --project tests/ChaosService.Benchmarks -- load
return args switch
{
    ["load"] => await LoadFigures.RunAsync(),
    ["load-metrics", var pairs] when int.TryParse(pairs, out var p) && p > 0 => await LoadFigures.RunMetricsAsync(p),
    ["load-metrics"] => await LoadFigures.RunMetricsAsync(15),
    ["engine"] => await EngineCalls.RunAsync(),
    ["faults"] => await FaultFigures.RunAsync(),
    ["generate-history", var path] => CheckFigures.GenerateMillion(path),
    ["check", var path] => CheckFigures.Check(path),
    ["generate-transactions", var path] => TransactionFigures.Generate(path),
    ["check-transactions", var path] => TransactionFigures.Check(path),
    ["service-idle"] => await ServiceIdle.RunAsync(),
    ["service-trigger"] => await ServiceTrigger.RunAsync(),
    ["service-list"] => await ServiceList.RunAsync(),
    ["service-grpc"] => await ServiceGrpc.RunAsync(),
    ["service-metrics"] => await ServiceMetrics.RunAsync(),
    ["service-watchers"] => await ServiceWatchers.RunAsync(),
    ["service-soak", var minutes] when int.TryParse(minutes, out var m) && m >= 6 => await ServiceSoak.RunAsync(TimeSpan.FromMinutes(m)),
    ["service-soak"] => await ServiceSoak.RunAsync(TimeSpan.FromMinutes(30)),
    ["loki-sink"] => await LokiSinkFigures.RunAsync(),
    ["tracing-off"] => TracingOffFigures.Run(),
    ["timeseries"] => await TimeseriesFigures.RunAsync(),
    ["tcp-proxy"] => await TcpProxyFigures.RunAsync(),
    ["serve-tcp-proxy", var port, var server] when int.TryParse(port, out var p) && int.TryParse(server, out var s) =>
        await ProxyProcess.ServeAsync(p, s),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        usage: ChaosService.Benchmarks FIGURE
          load                   ops/s with recording, and how late an open loop starts its ops (needs redis-server)
          load-metrics [PAIRS]   the same load with and without its ops counted, in pairs (needs redis-server)
          engine                 inspect, pause, unpause and kill of a container (needs Docker and root)
          faults                 until a partition and a pause are in force on three nodes, and gone again (needs Docker and root)
          generate-history FILE  write a valid history of 1,000,000 register ops over 100 keys
          check FILE             read and check such a history; time and peak memory
          generate-transactions FILE  write a strictly serializable history of 200,000 transactions on lists, as EDN
          check-transactions FILE     read and check such a history; time and peak memory
          service-idle           memory and CPU of a service that waits, before and after runs; start until ready (Docker and root)
          service-trigger        POST /runs at 200/s
          service-list           10,000 stored runs: the list with and without filters, every page
          service-grpc           unary calls over gRPC: as many as there can be, and how late at 2,000/s
          service-metrics        /metrics with 5,000 series: how long a scrape takes, and what it leaves in the heap
          service-watchers       1,000 watchers of one run, and others that never read (Docker and root)
          service-soak [MINUTES] memory of the service through a run of 30 minutes (Docker and root)
          loki-sink              log lines a second to a Loki on this machine, and memory while it is gone
          tcp-proxy              the TCP proxy against haproxy: throughput and added latency on the loopback (needs haproxy)
          timeseries             the reference cluster: acknowledged points a second, and queries over four partitions
          tracing-off            what the spans of a run cost when nobody listens
        """);
    return 64;
}
