using System.Text.RegularExpressions;
using ChaosService.Engine.Store.Postgres;
using ChaosService.Service.Options.Texts;

namespace ChaosService.Service.Options;

/// <summary>Where runs, tokens, schedules and the audit log are kept. Default: in files of the state directory.</summary>
internal sealed partial record StoreOptions
{
    public static readonly TimeSpan LeaseMin = TimeSpan.FromSeconds(3);
    public static readonly TimeSpan LeaseMax = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Connection string of a PostgreSQL database that several instances share. Empty: it is not shared. Best set as
    /// CHAOSSERVICE__STORE__POSTGRES.
    /// </summary>
    [Secret]
    public string Postgres { get; init; } = "";

    /// <summary>The name of this instance. Empty: the machine's name with a part of the state directory's id.</summary>
    public string Instance { get; init; } = "";

    /// <summary>How long an instance may be silent until the others take over its targets and schedules.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    public bool Shared => Postgres.Length > 0;

    /// <summary>A record would print its password.</summary>
    public override string ToString() => Shared ? "shared" : "files";

    public IEnumerable<string> Problems()
    {
        if (Postgres == Secret.Hidden)
            yield return $"store.postgres: \"{Secret.Hidden}\" is what `chaosctl config` prints in its place; {PostgresAddress.Fix}";
        else if (Shared && PostgresAddress.Parse(Postgres).Problem is { } problem)
            yield return $"store.postgres: {problem}; {PostgresAddress.Fix}";
        if (Instance.Length > 0 && !Name().IsMatch(Instance))
            yield return $"store.instance: not a name: \"{Instance}\"; use a-z, 0-9, '.', '_' and '-', at most 64 characters, the first a "
                + $"letter or a digit";
        if (Instance.Length > 0 && !Shared)
            yield return $"store.instance: \"{Instance}\" is set, and store.postgres is not; an instance has a name only among those that "
                + $"share a store";
        if (Lease < LeaseMin || Lease > LeaseMax)
            yield return $"store.lease: out of range: \"{Lease}\"; write a duration from {LeaseMin.TotalSeconds:0}s to "
                + $"{LeaseMax.TotalMinutes:0}m";
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._-]{0,63}\z")]
    private static partial Regex Name();
}
