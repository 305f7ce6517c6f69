using ChaosService.Benchmarks;

// Each figure by name: dotnet run -c Release --project tests/ChaosService.Benchmarks -- load
return args switch
{
    ["load"] => await LoadFigures.RunAsync(),
    ["partition"] => await PartitionLatency.RunAsync(),
    ["generate-history", var path] => CheckFigures.GenerateMillion(path),
    ["check", var path] => CheckFigures.Check(path),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        usage: ChaosService.Benchmarks FIGURE
          load                   ops/s with recording, and how late an open loop starts its ops (needs redis-server)
          partition              from the decision to inject until a partition is in force on three nodes (needs Docker and root)
          generate-history FILE  write a valid history of 1,000,000 register ops over 100 keys
          check FILE             read and check such a history; time and peak memory
        """);
    return 64;
}
