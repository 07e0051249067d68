namespace CiBudget.Tool.Tests.Bill;

/// <summary>One use of Claude, as the account's books have it.</summary>
internal sealed record AdminUse(DateTimeOffset At, string? Model)
{
    public string? Workspace { get; init; } = "wrkspc_ci";
    public string? Key { get; init; } = "apikey_ci";

    /// <summary>An identity other than the key: its <c>type</c> and its members.</summary>
    public Dictionary<string, object?>? Actor { get; init; }
    public string? Tier { get; init; } = "standard";
    public string? Speed { get; init; } = "standard";
    public string? Geo { get; init; } = "global";
    public string? Context { get; init; } = "0-200k";
    public long Input { get; init; }
    public long Write5m { get; init; }
    public long Write1h { get; init; }
    public long Read { get; init; }
    public long Output { get; init; }
    public long Searches { get; init; }
    public long Requests { get; init; } = 1;

    /// <summary>True for what is in the usage and not in the cost.</summary>
    public bool Unbilled { get; init; }

    /// <summary>Charged by itself: code execution, sessions. In cents.</summary>
    public Dictionary<string, decimal> Other { get; init; } = [];
}
