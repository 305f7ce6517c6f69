using ChaosService.Engine.Store.Sql;
using ChaosService.Engine.Tokens;
using ChaosService.Service.Audit;
using ChaosService.Service.Sharing;
using ChaosService.Web.Access.Audit;
using ChaosService.Web.Access.Browser;
using ChaosService.Web.Access.Callers;
using ChaosService.Web.Access.Limits;
using ChaosService.Web.Access.Listening.Http2;
using ChaosService.Web.Access.Tls;
using ChaosService.Web.Access.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace ChaosService.Web;

/// <summary>Access control of the service: all of it, in order.</summary>
internal static class AccessRegistration
{
    /// <summary>Needs a <see cref="Database"/> and a <see cref="TimeProvider"/> in the container.</summary>
    /// <param name="tls">Null: http.</param>
    public static IServiceCollection AddAccess(this IServiceCollection services, AccessOptions options, ServerCertificate? tls = null)
    {
        if (tls is not null) services.AddSingleton(tls).AddHostedService<CertificateWatch>();
        return services
            .AddSingleton(options)
            .AddSingleton<TokenStore>()
            .AddSingleton<TokenCache>()
            .AddSingleton<FailedLogins>()
            .AddTokenAuthentication()
            .AddHandover()
            .AddSingleton(provider => new AuditLog(options.StateDirectory, provider.GetRequiredService<TimeProvider>())
            {
                Copy = provider.GetService<AuditCopies>() is { } copies ? copies.Add : null,
            })
            .Configure<KestrelServerOptions>(kestrel => RequestLimits.Apply(kestrel, options.BodyBytesMax));
    }

    /// <summary>
    /// Only the core of ASP.NET's authentication: AddAuthentication would also bring keys for cookies, which would be written to a home
    /// directory.
    /// </summary>
    private static IServiceCollection AddTokenAuthentication(this IServiceCollection services) => services
        .AddAuthenticationCore(options =>
        {
            options.AddScheme<TokenHandler>(CallerIdentity.Scheme, displayName: null);
            options.DefaultScheme = CallerIdentity.Scheme;
        })
        .AddWebEncoders()
        .AddTransient<TokenHandler>()
        .AddAuthorization(RolePolicies.Add);

    /// <summary>
    /// Comes before everything that answers requests. The middleware that turns exceptions into answers belongs after it, so that the audit
    /// log sees the answer, and a second time before it for exceptions in here.
    /// </summary>
    public static WebApplication UseAccess(this WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<HostGuard>();
        app.UseMiddleware<BodyLimit>();
        app.UseAuthentication();
        app.UseMiddleware<AuditTrail>();
        app.UseMiddleware<ChangeLimit>();
        app.UseMiddleware<OriginGuard>();
        app.UseAuthorization();
        SignIn.Map(app);
        return app;
    }
}
