using ChaosService.Service.Options.Texts;

namespace ChaosService.Service.Options;

/// <summary>Which runs notify of their first violation while they are active.</summary>
internal enum FirstViolation
{
    /// <summary>Soaks: they may run for days after it.</summary>
    Soak,

    /// <summary>Every run.</summary>
    Always,

    Never,
}

/// <summary>The receivers of notifications, and how long delivery is attempted.</summary>
internal sealed record NotificationOptions
{
    /// <summary>The address under which people reach the service, for links. Empty: the one it listens on.</summary>
    public string PublicUrl { get; init; } = "";

    /// <summary>Which runs notify of their first violation while they are active.</summary>
    public FirstViolation FirstViolation { get; init; } = FirstViolation.Soak;

    /// <summary>How long a receiver may take to answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How often an event is sent before it becomes a dead letter.</summary>
    public int Attempts { get; init; } = 20;

    /// <summary>How long delivery is attempted before that, however few the attempts.</summary>
    public TimeSpan Age { get; init; } = TimeSpan.FromHours(24);

    /// <summary>By name: a to z and digits, so that variables of the environment can name them, too.</summary>
    public Named<ReceiverOptions> Receivers { get; init; } = new();
}

/// <summary>One receiver.</summary>
internal sealed record ReceiverOptions
{
    /// <summary>What it is: <c>webhook</c>, <c>slack</c>, <c>pagerduty</c>, <c>github</c> or <c>grafana</c>.</summary>
    public string Kind { get; init; } = "webhook";

    /// <summary>Where it is reached. Never shown: Slack's is a secret as a whole, and others have keys in them.</summary>
    [Secret]
    public string Url { get; init; } = "";

    /// <summary>
    /// The secret that signs webhooks: <c>whsec_…</c>. During a rotation: both, separated by a space.
    /// </summary>
    [Secret]
    public string Secret { get; init; } = "";

    /// <summary>A bearer token; for PagerDuty the integration key.</summary>
    [Secret]
    public string Token { get; init; } = "";

    /// <summary>Comma-separated types of events, <c>alerts</c> or <c>all</c>. Empty: the default of the kind.</summary>
    public string Events { get; init; } = "";

    /// <summary>Comma-separated experiments; <c>etcd-*</c> matches a prefix. Empty: all.</summary>
    public string Experiments { get; init; } = "";

    /// <summary>Labels that the experiment must have, each: <c>suite=nightly, team=storage</c>. Empty: none.</summary>
    public string Labels { get; init; } = "";

    /// <summary>For GitHub: the one repository whose commits get statuses. Empty: the one that the label <c>repository</c> names.</summary>
    public string Repository { get; init; } = "";

    /// <summary>For Grafana: the UID of the one dashboard that shows the annotations. Empty: every dashboard can.</summary>
    public string Dashboard { get; init; } = "";

    /// <summary>A record would print its secrets.</summary>
    public override string ToString() => Kind;
}
