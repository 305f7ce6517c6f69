using ChaosService.Web.Access.Callers;
using ChaosService.Web.Problems;
using Microsoft.AspNetCore.Http;

namespace ChaosService.Web.Access.Limits;

/// <summary>
/// Refuses a body whose declared length is too large before any of it is read; Kestrel stops one that turns out to be too large.
/// </summary>
internal sealed class BodyLimit(RequestDelegate next, AccessOptions options)
{
    public Task InvokeAsync(HttpContext context) =>
        context.Request.ContentLength > options.BodyBytesMax
            ? context.RefuseAsync(
                StatusCodes.Status413PayloadTooLarge, "too large",
                $"the body has {context.Request.ContentLength} bytes, and {options.BodyBytesMax} is the most that is taken", "body", null,
                $"send at most {options.BodyBytesMax >> 10} KiB (bodyLimitKib)")
            : next(context);
}
