using System.Text.RegularExpressions;
using ChaosService.Model.Configuration;

namespace ChaosService.Experiments.Targets;

/// <summary>
/// What a target may let experiments set. A setting is a variable of the compose file whose value comes from users who may run experiments,
/// not from the target's author: it may only be used in the environment of a service, as an experiment could otherwise set an image, a host
/// path, a command or a privilege.
/// </summary>
internal static partial class SettingRules
{
    /// <summary>Variables that affect compose, the engine's client or the program loader.</summary>
    private static readonly string[] Reserved =
    [
        "CHAOSSERVICE_", "COMPOSE_", "DOCKER_", "BUILDKIT_", "BUILDX_", "LD_", "PYTHON", "GODEBUG", "SSL_", "PATH", "HOME", "TMPDIR",
        "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY",
    ];

    /// <summary>Keys that include other files, which are not checked.</summary>
    private static readonly string[] OtherFiles = ["extends", "include"];

    public static void Report(MapReader block, ConfigMap file)
    {
        var settings = block.Texts("settings") ?? [];
        foreach (var setting in settings)
        {
            if (!NamePattern().IsMatch(setting.Text))
                block.Problems.Add(
                    setting.Place, "not the name of a setting", setting.Text,
                    "name an environment variable, such as MAX_LAG: A-Z, 0-9 and _");
            else if (Reserved.FirstOrDefault(r => setting.Text.StartsWith(r, StringComparison.Ordinal)) is { } reserved)
                block.Problems.Add(
                    setting.Place, "this variable steers what brings the target up, so experiments may not set it", setting.Text,
                    $"name one that does not begin with {reserved}");
        }
        if (settings.Count == 0) return;
        var uses = new Regex($@"(?<!\$)\$\{{?({string.Join('|', settings.Select(s => Regex.Escape(s.Text)))})(?![A-Za-z0-9_])");
        // A block that others refer to reaches the file's services through them; on its own it has no effect.
        foreach (var entry in file.Entries.Where(e => !e.Key.StartsWith("x-", StringComparison.Ordinal)))
            new Walk(uses, block.Problems).Visit(entry, [entry.Key]);
    }

    [GeneratedRegex("^[A-Z][A-Z0-9_]{0,63}$")]
    private static partial Regex NamePattern();

    private sealed class Walk(Regex uses, Problems problems)
    {
        /// <summary>Nodes repeated by aliases are visited once: nested repetitions grow without bound.</summary>
        private readonly HashSet<ConfigNode> _seen = new(ReferenceEqualityComparer.Instance);

        public void Visit(ConfigEntry entry, IReadOnlyList<string> path)
        {
            // services.<name>.environment
            if (path is ["services", _, "environment"]) return;
            if (OtherFiles.Contains(entry.Key) && path is ["include"] or ["services", _, "extends"])
                problems.Add(
                    entry.KeyPlace, "a target with settings is one file: what another file does with them is not seen", entry.Key,
                    "write the services out, or drop 'settings'");
            Check(new ConfigScalar(entry.KeyPlace, entry.Key));
            Visit(entry.Value, path);
        }

        private void Visit(ConfigNode node, IReadOnlyList<string> path)
        {
            if (!_seen.Add(node)) return;
            if (node is ConfigScalar scalar) Check(scalar);
            if (node is ConfigList list) foreach (var item in list.Items) Visit(item, [.. path, "-"]);
            if (node is ConfigMap map) foreach (var entry in map.Entries) Visit(entry, [.. path, entry.Key]);
        }

        private void Check(ConfigScalar text)
        {
            if (uses.Match(text.Text) is { Success: true } use)
                problems.Add(text.Place, "a setting stands outside the environment of a service", use.Groups[1].Value,
                    "move it under 'environment:': experiments may not name images, paths, commands or privileges");
        }
    }
}
