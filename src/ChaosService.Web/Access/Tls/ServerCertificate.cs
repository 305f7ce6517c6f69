using System.Net.Security;
using System.Security.Authentication;
using ChaosService.Service.Options;
using ChaosService.Web.Access.Callers;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace ChaosService.Web.Access.Tls;

/// <summary>
/// The certificate that is served now. When its files change, new connections get the new one after the next poll, provided that it is
/// valid: if the files do not match each other, or are half written, the old one stays in use.
/// </summary>
internal sealed class ServerCertificate
{
    private readonly TlsOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Lock _looking = new();
    private volatile SslStreamCertificateContext? _context;
    private byte[] _seen;
    private string? _warned;

    public ServerCertificate(TlsOptions options, TimeProvider time, ILogger log)
    {
        (_options, _time, _log) = (options, time, log);
        _seen = CertificateFiles.Fingerprint(options);
        var load = CertificateFiles.Load(options, time.GetUtcNow());
        (_context, Problems) = (load.Context, load.Problems);
    }

    /// <summary>Why the service cannot start with it; empty when it can.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>A warning that it expires soon, or has expired; null when there is none.</summary>
    public string? Warning =>
        _context is { } context ? CertificateRules.Warning(context.TargetCertificate, _options.Certificate, _time.GetUtcNow()) : null;

    /// <summary>Reads the files again. Each problem is logged once, not at every poll.</summary>
    public void Refresh()
    {
        lock (_looking)
        {
            var now = CertificateFiles.Fingerprint(_options);
            if (!now.AsSpan().SequenceEqual(_seen)) Take(CertificateFiles.Load(_options, _time.GetUtcNow()));
            _seen = now;
            var warning = Warning;
            if (warning is not null && warning != _warned) _log.CertificateEnds(warning);
            _warned = warning;
        }
    }

    private void Take(CertificateLoad load)
    {
        if (load.Context is null)
        {
            _log.CertificateNotTaken(string.Join("; ", load.Problems));
            return;
        }
        _context = load.Context;
        _log.CertificateTaken(_options.Certificate, load.Context.TargetCertificate.NotAfter.ToUniversalTime());
    }

    public void ApplyTo(ListenOptions listen) => listen.UseHttps(new TlsHandshakeCallbackOptions
    {
        OnConnection = _ => new ValueTask<SslServerAuthenticationOptions>(
            new SslServerAuthenticationOptions
            {
                ServerCertificateContext = _context, EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            }),
    });
}
