using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;
using ChaosService.Engine.Reporting;

namespace ChaosService.Web.Pages.Assets;

/// <summary>
/// Style and scripts of the pages, embedded in this program. They share one folder that is named after the contents of all of them: a
/// module finds its neighbours by relative paths, and a browser caches everything until anything changes.
/// </summary>
internal sealed class PageAssets
{
    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    };

    /// <summary>The files that the pages share with report.html.</summary>
    private static readonly string[] OfTheReport = ["colors.css", "uplot.css", "uplot.js"];

    private readonly FrozenDictionary<string, PageAsset> _assets;

    public PageAssets()
    {
        var (own, report) = (typeof(PageAssets).Assembly, typeof(Reports).Assembly);
        _assets = own.GetManifestResourceNames().Where(n => Types.ContainsKey(Path.GetExtension(n))).Select(n => (Name: n, From: own))
            .Concat(OfTheReport.Select(n => (Name: n, From: report)))
            .ToFrozenDictionary(a => a.Name, a => Read(a.Name, a.From), StringComparer.Ordinal);
        Version = Hash([.. _assets.OrderBy(a => a.Key, StringComparer.Ordinal).SelectMany(a => SHA256.HashData(a.Value.Content))]);
    }

    /// <summary>Changes with the content of any file.</summary>
    public string Version { get; }

    public string Folder => $"/assets/{Version}";

    public IEnumerable<string> Names => _assets.Keys;

    public PageAsset? Find(string name) => _assets.GetValueOrDefault(name);

    private static PageAsset Read(string name, Assembly from)
    {
        using var stream = from.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The build left out the resource '{name}' of the pages.");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return new PageAsset(content, Types[Path.GetExtension(name)], $"\"{Hash(content)}\"");
    }

    private static string Hash(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8));
}

/// <param name="Tag">The ETag, with its quotes.</param>
internal sealed record PageAsset(byte[] Content, string Type, string Tag);
