using ChaosService.Model.Configuration;
using ChaosService.Model.Randomness;
using ChaosService.Model.Workloads;

namespace ChaosService.Tests.Experiments.Fakes;

internal sealed class FakeRegister : IWorkloadKind
{
    public string Name => "register";

    public string Summary => "";

    public WorkloadParameters? Bind(MapReader reader) => new Parameters(reader.Integer("keys", 1, 1000) ?? 10, reader.Flag("cas") ?? false);

    public IGenerator CreateGenerator(WorkloadParameters parameters, SeededRandom random, int worker, int workers) =>
        throw new NotSupportedException();

    public IEnumerable<Operation> FinalReads(WorkloadParameters parameters) => throw new NotSupportedException();

    internal sealed record Parameters(long Keys, bool Cas) : WorkloadParameters
    {
        public override IReadOnlyList<string> Functions =>
            Cas ? [Model.Histories.Functions.Read, Model.Histories.Functions.Cas] : [Model.Histories.Functions.Read];
    }
}

internal sealed class FakeDatabase(string name, IReadOnlyList<string> roles, IReadOnlyList<string> functions) : IDatabaseKind
{
    /// <summary>One of the two can be used by address.</summary>
    public string? AddressedNode => name == "etcd" ? "kv" : null;

    public string Name => name;

    public IReadOnlyList<string> Roles => roles;

    public IReadOnlyList<string> Functions => functions;

    public ClientOptions? Bind(MapReader? reader) => new Options(reader?.Choice("routing", ["any", "stay"]) ?? "any");

    public IDatabase Connect(DatabaseRequest request) => throw new NotSupportedException();

    internal sealed record Options(string Routing) : ClientOptions;
}
