using ChaosService.Engine.Store.Postgres;
using ChaosService.Engine.Store.Service;
using ChaosService.Model.Configuration;
using ChaosService.Service.Options;

namespace ChaosService.Service.Sharing;

/// <summary>From the options to the database that several instances share.</summary>
internal static class SharedStore
{
    private const int IdPart = 4;

    /// <summary>Throws <see cref="IOException"/> that says what to do when it cannot be used.</summary>
    public static PostgresDatabase Open(StoreOptions options, ServiceFacts facts)
    {
        var (address, problem) = PostgresAddress.Parse(options.Postgres);
        if (address is null) throw new BadInputException($"store.postgres: {problem}; {PostgresAddress.Fix}");
        return new PostgresDatabase(address, options.Instance.Length > 0 ? options.Instance : NameOf(facts.StateId));
    }

    /// <summary>Two state directories on one machine are two instances; one keeps its name over restarts.</summary>
    private static string NameOf(string stateId) => $"{Environment.MachineName.ToLowerInvariant()}-{stateId[..IdPart]}";
}
