using System.CommandLine;
using ChaosService.Cli.Common;
using ChaosService.Engine.Judging;
using ChaosService.Engine.Store.Postgres;
using ChaosService.Model.Configuration;
using ChaosService.Service.Options;
using ChaosService.Service.Scheduling;

namespace ChaosService.Cli.Administration;

/// <summary><c>chaosctl store</c>: migrates from files of the state directory to a store that instances share.</summary>
internal static class StoreCommand
{
    public static Command Create(IProgram program) => new("store", "The store that several instances share.") { Import(program) };

    private static Command Import(IProgram program)
    {
        var store = new StoreFlags();
        const string What = "Bring what this machine's files hold (runs, experiments, suites, schedules, tokens) into the shared store "
            + "(store.postgres). The service here must be stopped.";
        var command = store.AddTo(new Command("import", What));
        command.SetAction((parsed, stop) => RunAsync(program, store.Read(parsed), stop));
        return command;
    }

    private static async Task<int> RunAsync(IProgram program, ServiceOptions options, CancellationToken stop)
    {
        if (!options.Store.Shared)
            throw new BadInputException($"store.postgres: empty: there is no shared store to bring anything into; {PostgresAddress.Fix}");
        using var installation = program.Open(options.State, options.Store);
        // While a service is running, only a part would be migrated.
        installation.Facts.TakeStore();
        var shared = installation.Shared!;
        List<ImportedRows> rows =
        [
            .. StoreImport.Copy(installation.State, shared),
            await ScheduleImport.CopyAsync(
                options.State, installation.State, shared, options.Store.Lease, installation.Time, stop),
        ];
        System.Console.Out.WriteLine($"brought into {shared.Address}, as instance '{shared.Instance}':");
        foreach (var (table, added, there) in rows.Where(r => r.Added + r.There > 0))
        {
            var stay = there == 0 ? "" : $"  ({there} stay as the store has them)";
            System.Console.Out.WriteLine($"  {table.Replace('_', ' '),-14}{added,6}{stay}");
        }
        System.Console.Out.WriteLine("the files stay as they are, and so do the run directories");
        return ExitCodes.Valid;
    }
}
