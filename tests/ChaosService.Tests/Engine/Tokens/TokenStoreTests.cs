using System.Collections.Concurrent;
using ChaosService.Engine.Journal;
using ChaosService.Engine.Tokens;
using ChaosService.Tests.Engine.Fakes;
using Microsoft.Extensions.Time.Testing;

namespace ChaosService.Tests.Engine.Tokens;

public sealed class TokenStoreTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly FakeTimeProvider _clock = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Token_outlives_the_process_and_is_known_with_its_role()
    {
        var issued = Store().Create("ci", Role.Operator, null)!;

        var check = Check(issued.Text.Reveal());

        Assert.Equal((TokenState.Valid, "ci", Role.Operator), (check.State, check.Token!.Name, check.Token.Role));
        Assert.Equal(TokenText.Parse(issued.Text.Reveal()), issued.Text);
    }

    [Fact]
    public void Name_belongs_to_one_token_until_that_is_revoked()
    {
        var store = Store();
        var first = store.Create("ci", Role.Admin, null)!;
        Assert.Null(store.Create("ci", Role.Viewer, null));
        Assert.Equal(TokenState.Valid, Check(first.Text.Reveal()).State);

        Assert.True(store.Revoke("ci"));
        Assert.False(store.Revoke("ci"));
        Assert.Equal(TokenState.Revoked, Check(first.Text.Reveal()).State);

        var second = store.Create("ci", Role.Viewer, null)!;
        Assert.Equal(TokenState.Valid, Check(second.Text.Reveal()).State);
        Assert.Equal(TokenState.Unknown, Check(first.Text.Reveal()).State);
    }

    [Theory]
    [InlineData("")]
    [InlineData("CI")]
    [InlineData("../ci")]
    [InlineData("(anyone)")]
    [InlineData("ci\n")]
    public void Name_that_is_none_is_refused(string name) =>
        Assert.Throws<ArgumentException>(() => Store().Create(name, Role.Viewer, null));

    [Fact]
    public async Task Many_at_once_get_a_token_each_and_one_name_is_given_once()
    {
        var issued = new ConcurrentBag<IssuedToken?>();
        await Parallel.ForAsync(0, 40, TestContext.Current.CancellationToken, (i, _) =>
        {
            var store = Store();
            issued.Add(store.Create(i % 2 == 0 ? "same" : $"own-{i}", Role.Viewer, null));
            Check(TokenText.Generate().Reveal());
            return ValueTask.CompletedTask;
        });

        var given = issued.OfType<IssuedToken>().ToList();
        Assert.Equal(21, given.Count);
        Assert.Equal(21, Store().List().Count);
        Assert.All(given, g => Assert.Equal(TokenState.Valid, Check(g.Text.Reveal()).State));
    }

    [Fact]
    public void Token_does_not_show_itself_where_it_is_written_by_accident()
    {
        var text = TokenText.Generate();

        Assert.Equal($"cst_{text.Id}(hidden)", $"{text}");
        Assert.DoesNotContain(
            text.Reveal()[12..], new IssuedToken(new("ci", text.Id, Role.Viewer, default, null, null, null), text).ToString());
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

        Assert.Equal(new TokenCheck(TokenState.Unknown, null), Check(text.Reveal()));
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

    private TokenCheck Check(string presented) => Store().Read().Check(presented, _clock.GetUtcNow());
}
