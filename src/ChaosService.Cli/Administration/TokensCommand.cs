using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using ChaosService.Cli.Common;
using ChaosService.Cli.Console;
using ChaosService.Engine.Judging;
using ChaosService.Engine.Store.Postgres;
using ChaosService.Engine.Tokens;
using ChaosService.Model.Configuration;
using ChaosService.Service.Audit;
using ChaosService.Service.Installations;
using ChaosService.Service.Options;
using ChaosService.Service.Sharing;

namespace ChaosService.Cli.Administration;

/// <summary>Manages access to the service. Works on the state directory, so anyone who may write there may create tokens.</summary>
internal static class TokensCommand
{
    private static readonly string[] Roles = [.. Enum.GetNames<Role>().Select(r => r.ToLowerInvariant())];

    public static Command Create(IProgram program) => new("tokens", "Who may reach the service: create, list and revoke API tokens.")
    {
        CreateToken(program), List(program), Revoke(program),
    };

    private static Command CreateToken(IProgram program)
    {
        var name = new Option<string>("--name") { Description = $"Whose it is, for the audit log: {TokenStore.NameFix}.", Required = true };
        var role = new Option<string>("--role")
        {
            Description = "viewer sees, operator also runs and halts, admin also changes what runs by itself.", Required = true,
        };
        role.AcceptOnlyFromAmong(Roles);
        var expires = new Option<string?>(
            "--expires") { Description = "Time until it opens nothing any more, such as 30d or 12h. Default: until it is revoked." };
        var (store, json) = (new StoreFlags(), CommonOptions.Json());
        var command = store.AddTo(new Command("create", "Create a token. It is shown once.") { name, role, expires, json });
        command.SetAction((parsed, _) => RunCreateAsync(
            program, parsed.GetValue(name)!, Enum.Parse<Role>(parsed.GetValue(role)!, ignoreCase: true), Lifetime(parsed.GetValue(expires)),
            store.Read(parsed), parsed.GetValue(json)));
        return command;
    }

    private static Command List(IProgram program)
    {
        var (store, json) = (new StoreFlags(), CommonOptions.Json());
        var command = store.AddTo(new Command("list", "List the tokens, without their secrets.") { json });
        command.SetAction(parsed => RunList(program, store.Read(parsed), parsed.GetValue(json)));
        return command;
    }

    private static Command Revoke(IProgram program)
    {
        var name = new Argument<string>("NAME") { Description = "The token's name." };
        var store = new StoreFlags();
        var command = store.AddTo(new Command("revoke", "Take a token back. A running service refuses it within a second.") { name });
        command.SetAction((parsed, _) => RunRevokeAsync(program, parsed.GetValue(name)!, store.Read(parsed)));
        return command;
    }

    private static async Task<int> RunCreateAsync(
        IProgram program, string name, Role role, TimeSpan? lifetime, ServiceOptions options, bool json)
    {
        if (!TokenStore.IsName(name)) throw new BadInputException($"--name {name}: not a name; {TokenStore.NameFix}");
        using var installation = program.Open(options.State, options.Store);
        var issued = installation.Tokens.Create(name, role, lifetime)
            ?? throw new BadInputException(
                $"--name {name}: there is a token of this name; choose another, or revoke that one first: chaosctl tokens revoke {name}");
        await AuditAsync(installation, options.State, "tokens create", name);
        var expires = issued.Token.ExpiresAt is { } at ? Text(at) : "never";
        System.Console.Out.WriteLine(json
            ? JsonSerializer.Serialize(
                new { name, role, token = issued.Text.Reveal(), expiresAt = issued.Token.ExpiresAt }, ConsoleJson.Options)
            : issued.Text.Reveal());
        // To the error output, so that a script can read only the token.
        if (!json)
            ErrorOutput.TryLine($"token of {name}, {role.ToString().ToLowerInvariant()}, expires: {expires}. It is not shown again.");
        return ExitCodes.Valid;
    }

    private static int RunList(IProgram program, ServiceOptions options, bool json)
    {
        using var installation = program.Open(options.State, options.Store);
        var (tokens, now) = (installation.Tokens.List(), installation.Time.GetUtcNow());
        if (json)
            ConsoleJson.Print(
                tokens.Select(
                    t => new { t.Name, t.Id, t.Role, state = t.StateAt(now), t.CreatedAt, t.ExpiresAt, t.LastUsedAt, t.RevokedAt }));
        else if (tokens.Count == 0)
            System.Console.Out.WriteLine(
                "no tokens: on loopback the service is open to everybody on this machine; make one with `chaosctl tokens create --name "
                    + "NAME --role ROLE`");
        else
            foreach (var t in tokens)
                System.Console.Out.WriteLine(
                    $"{t.Name,-20}  {t.Role.ToString().ToLowerInvariant(),-8}  {t.StateAt(now).ToString().ToLowerInvariant(),-7}  "
                        + $"{TokenText.Prefix}{t.Id}…  created {Text(t.CreatedAt)}  expires {Text(t.ExpiresAt)}  last used "
                        + $"{Text(t.LastUsedAt)}");
        return ExitCodes.Valid;
    }

    private static async Task<int> RunRevokeAsync(IProgram program, string name, ServiceOptions options)
    {
        using var installation = program.Open(options.State, options.Store);
        if (!installation.Tokens.Revoke(name))
            throw new BadInputException($"{name}: there is no such token, or it is revoked already; see `chaosctl tokens list`");
        await AuditAsync(installation, options.State, "tokens revoke", name);
        System.Console.Out.WriteLine($"revoked {name}");
        return ExitCodes.Valid;
    }

    private static async Task AuditAsync(Installation installation, string state, string what, string name)
    {
        using var audit = new AuditLog(state, installation.Time);
        var entry = new AuditEntry(
            installation.Time.GetUtcNow(), $"user {Environment.UserName}", null, "command line", what,
            new Dictionary<string, string> { ["name"] = name }, null, AuditResult.Done);
        await audit.AppendAsync(entry);
        if (installation.Shared is { } shared) AuditCopies.Write(new SharedAudit(shared), entry);
    }

    /// <summary>Days are only possible in this option: no other duration is that long.</summary>
    internal static TimeSpan? Lifetime(string? text)
    {
        if (text is null) return null;
        if (text.EndsWith('d') && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var days)
            && days is > 0 and <= 36_500)
            return TimeSpan.FromDays(days);
        if (Quantity.TryDuration(text, out var value) && value > TimeSpan.Zero && value <= TimeSpan.FromDays(36_500)) return value;
        throw new BadInputException($"--expires {text}: not a time from now; write a number and a unit (s, m, h, d), such as 30d or 12h");
    }

    private static string Text(DateTimeOffset? time) => time is { } at ? $"{at:yyyy-MM-dd HH:mm} UTC" : "never";
}
