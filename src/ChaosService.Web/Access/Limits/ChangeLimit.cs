using System.Globalization;
using ChaosService.Web.Access.Callers;
using ChaosService.Web.Problems;
using Microsoft.AspNetCore.Http;

namespace ChaosService.Web.Access.Limits;

/// <summary>Prevents one caller from flooding the service with changes.</summary>
internal sealed class ChangeLimit(RequestDelegate next, AccessOptions options, TimeProvider time)
{
    private readonly TokenBuckets _changes = new(options.Changes, time);

    public Task InvokeAsync(HttpContext context)
    {
        if (!context.IsChange() || context.GetEndpoint()?.Metadata.GetMetadata<EndpointAccess.Unlimited>() is not null)
            return next(context);
        // By token if there is one: behind a proxy many callers share an address.
        var key = context.Caller() is { IsAnyone: false } caller ? $"token {caller.Name}" : $"address {context.AddressKey()}";
        return _changes.TryTake(key, out var wait)
            ? next(context)
            : context.TooManyAsync(
                $"more than {options.Changes.PerSecond.ToString("0.##", CultureInfo.InvariantCulture)} changes a second", wait);
    }
}
