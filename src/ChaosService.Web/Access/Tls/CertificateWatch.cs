using Microsoft.Extensions.Hosting;

namespace ChaosService.Web.Access.Tls;

/// <summary>Picks up renewed certificates. It polls because renewals swap symbolic links and mounts, which file events miss.</summary>
internal sealed class CertificateWatch(ServerCertificate certificate, TimeProvider time) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        certificate.Refresh();
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) certificate.Refresh();
    }
}
