using Microsoft.AspNetCore.Http;

namespace ChaosService.Web.Problems;

/// <summary>The result of a request where the answer's own status does not show it: every answer of gRPC is 200.</summary>
internal static class AnsweredStatus
{
    public static void NoteAnswer(this HttpContext context, int status) => context.Features.Set(new Noted(status));

    public static int Answer(this HttpContext context) => context.Features.Get<Noted>()?.Status ?? context.Response.StatusCode;

    private sealed record Noted(int Status);
}
