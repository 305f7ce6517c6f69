using ChaosService.Architecture.Tests.Source;

namespace ChaosService.Architecture.Tests.Tidy;

public sealed class PurityTests
{
    [Fact]
    public void Projects_keep_to_their_side() => Rule.Holds(Repository.Sources.SelectMany(Purity.Violations));

    [Theory]
    [InlineData("src/ChaosService.Checking/A.cs", "using System.Net.Http;", "System.Net: a checker sees the history and nothing else")]
    [InlineData("src/ChaosService.Checking/A.cs", "File.ReadAllText(x);", "File.ReadAllText: a checker sees the history and nothing else")]
    [InlineData("src/ChaosService.Checking/A.cs", "var w = Stopwatch.StartNew();", "Stopwatch: a checker has no clock and no randomness")]
    [InlineData("src/ChaosService.Model/A.cs", "using System.Net.Sockets;", "System.Net.Sockets: the model does no input or output")]
    [InlineData("src/ChaosService.Engine/A.cs", "using ChaosService.Docker.Processes;", "ChaosService.Docker: the engine sees ports only")]
    [InlineData("src/ChaosService.Workloads/A.cs", "using ChaosService.Target;", "ChaosService.Target: workloads see the model only")]
    [InlineData("src/ChaosService.Contracts/A.cs", "using ChaosService.Model;", "ChaosService.Model: wire types stand alone")]
    [InlineData(
        "src/ChaosService.Reference.Core/A.cs", "File.Delete(x);", "File.Delete: the reference database's core does no input or output")]
    [InlineData(
        "src/ChaosService.Reference.Core/A.cs", "int Draw(Random r)",
        "Random: the reference database's core has no clock and no randomness")]
    [InlineData("src/ChaosService.Reference.Core/A.cs", "Task F();", "Task: the reference database's core has no threads")]
    [InlineData("src/ChaosService.Web/Api/A.cs", "using Quartz;", "using Quartz: the scheduler's types stay in Service/Scheduling")]
    [InlineData(
        "src/ChaosService.Cli/Remote/A.cs", "using ChaosService.Service.Queue;",
        "ChaosService.Service.Queue: what speaks to a service knows the contracts alone")]
    public void Step_over_a_boundary_is_found(string path, string code, string expected) =>
        Rule.Finds(Purity.Violations(new(path, code)), $"{path}:1: {expected}");

    [Theory]
    [InlineData("src/ChaosService.Workloads/Etcd/A.cs", "namespace ChaosService.Workloads.Etcd;")]
    [InlineData("src/ChaosService.Workloads/A.cs", "using ChaosService.Workloads.Redis;")]
    [InlineData("src/ChaosService.Service/Scheduling/A.cs", "using Quartz;")]
    [InlineData("src/ChaosService.Model/A.cs", "using System.Net;")]
    [InlineData("src/ChaosService.Cli/Remote/A.cs", "using ChaosService.Service.Replies;")]
    [InlineData("src/ChaosService.Checking/A.cs", "var n = Environment.ProcessorCount;")]
    public void Step_within_is_not(string path, string code) => Rule.Finds(Purity.Violations(new(path, code)));
}
