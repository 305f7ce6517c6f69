using ChaosService.Engine.Journal;
using ChaosService.Engine.Store.Sql;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Tests.Engine.Store.Contract;

namespace ChaosService.Tests.Engine.Store;

public sealed class SqliteStoreTests : RunStoreContract, IDisposable
{
    private readonly TempDirectory _state = new();

    protected override Database Open() => new StateDatabase(_state.Path);

    public void Dispose() => _state.Dispose();
}
