using ChaosService.Engine.Store.Postgres;
using ChaosService.Engine.Store.Runs;
using ChaosService.Engine.Store.Sql;
using ChaosService.Engine.Tokens;
using ChaosService.Postgres.Tests.Running;
using ChaosService.Tests.Engine.Store.Contract;

namespace ChaosService.Postgres.Tests;

public sealed class PostgresStoreTests(PostgresServer server) : RunStoreContract, IAsyncLifetime
{
    private OpenDatabase _database = null!;
    private PostgresDatabase? _open;

    public async ValueTask InitializeAsync() => _database = await OpenDatabase.NewAsync(server);

    [Fact]
    public async Task Tokens_are_kept_and_checked()
    {
        var tokens = new TokenStore(Open(), TimeProvider.System);

        var issued = tokens.Create("ada", Role.Operator, TimeSpan.FromDays(1))!;

        Assert.Null(tokens.Create("ada", Role.Viewer, null));
        Assert.Equal(TokenState.Valid, State());
        await tokens.NoteUseAsync(issued.Token.Id, TimeProvider.System.GetUtcNow());
        Assert.NotNull(Assert.Single(tokens.List()).LastUsedAt);
        Assert.True(tokens.Revoke("ada"));
        Assert.False(tokens.Revoke("ada"));
        Assert.Equal(TokenState.Revoked, State());
        Assert.NotNull(tokens.Create("ada", Role.Viewer, null));

        TokenState State() => tokens.Read().Check(issued.Text.Reveal(), TimeProvider.System.GetUtcNow()).State;
    }

    [Fact]
    public async Task Refused_statement_fails_alone_and_its_neighbours_are_kept()
    {
        var store = new RunStore(Open());

        var writes = Enumerable.Range(0, 50).Select(
            i => store.AddAsync(ChaosService.Tests.Host.Serving.StoredRuns.One($"r{i}") with { IdempotencyKey = $"k{i / 2}" })).ToList();
        var told = await Task.WhenAll(writes.Select(w => Record.ExceptionAsync(() => w).AsTask()));

        // Whoever was told of success is there, and whoever was told of failure is not.
        Assert.Equal(Enumerable.Range(0, 50).Select(i => i % 2 == 0), told.Select(t => t is null));
        Assert.Equal(told.Select(t => t is null), Enumerable.Range(0, 50).Select(i => store.Find($"r{i}") is not null));
    }

    public ValueTask DisposeAsync()
    {
        _database.Dispose();
        return ValueTask.CompletedTask;
    }

    protected override string Instance => "one";

    protected override Database Open() => _open ??= _database.Living("one");

    protected override void EndThisLife() => new Instances(_open!).Join("one", "here", 1, TimeSpan.FromMinutes(1));
}
