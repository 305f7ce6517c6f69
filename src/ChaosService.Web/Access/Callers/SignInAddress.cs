namespace ChaosService.Web.Access.Callers;

/// <summary>The addresses at which a browser presents its token and gives it up.</summary>
internal static class SignInAddress
{
    public const string In = "/sign-in";
    public const string Out = "/sign-out";
}
