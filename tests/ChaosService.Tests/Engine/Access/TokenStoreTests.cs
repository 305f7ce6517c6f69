using System.Collections.Concurrent;
using ChaosService.Engine.Access;
using ChaosService.Engine.Journal;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Tests.Host.Access;

namespace ChaosService.Tests.Engine.Access;

public sealed class TokenStoreTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly StepClock _clock = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Token_outlives_the_process_and_is_known_with_its_role()
    {
        var issued = Store().Create("ci", Role.Operator, null)!;

        var check = Store().Check(issued.Text.Reveal());

        Assert.Equal((TokenState.Valid, "ci", Role.Operator), (check.State, check.Token!.Name, check.Token.Role));
        Assert.Equal(TokenText.Parse(issued.Text.Reveal()), issued.Text);
    }

    [Fact]
    public void Name_belongs_to_one_token_until_that_is_revoked()
    {
        var store = Store();
        var first = store.Create("ci", Role.Admin, null)!;
        Assert.Null(store.Create("ci", Role.Viewer, null));
        Assert.Equal(TokenState.Valid, store.Check(first.Text.Reveal()).State);

        Assert.True(store.Revoke("ci"));
        Assert.False(store.Revoke("ci"));
        Assert.Equal(TokenState.Revoked, store.Check(first.Text.Reveal()).State);

        var second = store.Create("ci", Role.Viewer, null)!;
        Assert.Equal(TokenState.Valid, store.Check(second.Text.Reveal()).State);
        Assert.Equal(TokenState.Unknown, store.Check(first.Text.Reveal()).State);
    }

    [Fact]
    public void Last_use_is_noted_to_the_minute()
    {
        var store = Store();
        var text = store.Create("ci", Role.Viewer, null)!.Text.Reveal();
        Assert.Null(store.List().Single().LastUsedAt);
        var first = _clock.GetUtcNow();

        store.Check(text);
        _clock.Advance(TimeSpan.FromSeconds(59));
        store.Check(text);
        Assert.Equal(first, store.List().Single().LastUsedAt);

        _clock.Advance(TimeSpan.FromSeconds(1));
        store.Check(text);
        Assert.Equal(_clock.GetUtcNow(), store.List().Single().LastUsedAt);
    }

    [Theory]
    [InlineData("")]
    [InlineData("CI")]
    [InlineData("../ci")]
    [InlineData("(anyone)")]
    [InlineData("ci\n")]
    public void Name_that_is_none_is_refused(string name) => Assert.Throws<ArgumentException>(() => Store().Create(name, Role.Viewer, null));

    [Fact]
    public async Task Many_at_once_get_a_token_each_and_one_name_is_given_once()
    {
        var issued = new ConcurrentBag<IssuedToken?>();
        await Parallel.ForAsync(0, 40, TestContext.Current.CancellationToken, (i, _) =>
        {
            var store = Store();
            issued.Add(store.Create(i % 2 == 0 ? "same" : $"own-{i}", Role.Viewer, null));
            store.Check(TokenText.Generate().Reveal());
            return ValueTask.CompletedTask;
        });

        var given = issued.OfType<IssuedToken>().ToList();
        Assert.Equal(21, given.Count);
        Assert.Equal(21, Store().List().Count);
        Assert.All(given, g => Assert.Equal(TokenState.Valid, Store().Check(g.Text.Reveal()).State));
    }

    [Fact]
    public void Token_does_not_show_itself_where_it_is_written_by_accident()
    {
        var text = TokenText.Generate();

        Assert.Equal($"cst_{text.Id}(hidden)", $"{text}");
        Assert.DoesNotContain(text.Reveal()[12..], new IssuedToken(new("ci", text.Id, Role.Viewer, default, null, null, null), text).ToString());
        Assert.Equal($"before cst_{text.Id}(hidden), after", TokenText.HideIn($"before {text.Reveal()}, after"));
        Assert.Equal($"cst_{text.Id}(hidden)", TokenText.HideIn(text.Reveal()[..^9]));
        Assert.Equal($"cst_{text.Id}(hidden)", TokenText.HideIn(TokenText.HideIn(text.Reveal())));
        Assert.Equal("no token here: cst_", TokenText.HideIn("no token here: cst_"));
    }

    [Fact]
    public void Right_id_with_another_secret_is_unknown_and_tells_nothing()
    {
        var text = Store().Create("ci", Role.Admin, null)!.Text;
        using (var connection = new StateDatabase(_directory.Path).Connect())
            StateDatabase.Execute(connection, "UPDATE token SET hash = $hash", ("$hash", TokenText.Generate().Hash([])));

        Assert.Equal(new TokenCheck(TokenState.Unknown, null), Store().Check(text.Reveal()));
    }

    [Fact]
    public void Typo_anywhere_is_found()
    {
        var text = TokenText.Generate().Reveal();
        for (var i = 0; i < text.Length; i++)
            Assert.Null(TokenText.Parse(text[..i] + (text[i] == 'a' ? 'b' : 'a') + text[(i + 1)..]));
        Assert.Null(TokenText.Parse(text + "a"));
        Assert.Null(TokenText.Parse(""));
    }

    private TokenStore Store() => new(new StateDatabase(_directory.Path), _clock);
}
