namespace CiBudget;

/// <summary>What a limit, a group of limits or the whole file says about how limits act. What is not said is null.</summary>
internal sealed class LimitSettings
{
    private Severity? level;
    private Enforcement? enforce;
    private bool saysWarnAt;
    private decimal? warnAt;

    /// <summary>Reads the value of <c>level</c>, <c>warnAt</c> or <c>enforce</c>; false when the key is none of them.</summary>
    public bool TryRead(ref JsonCursor json, string key)
    {
        switch (key)
        {
            case "level":
                level = json.Choice<Severity>();
                return true;
            case "enforce":
                enforce = json.Choice<Enforcement>();
                return true;
            case "warnAt":
                (saysWarnAt, warnAt) = (true, WarnAt(ref json));
                return true;
            default:
                return false;
        }
    }

    /// <summary>The limit with what is said nearest to it: at itself, else in its group, else for the file, else the default.</summary>
    public static Limit Apply(
        Limit limit,
        LimitSettings own,
        LimitSettings group,
        LimitSettings file
    ) =>
        limit with
        {
            Severity = own.level ?? group.level ?? limit.Severity,
            Enforce = own.enforce ?? group.enforce ?? file.enforce ?? limit.Enforce,
            WarnAt =
                own.saysWarnAt ? own.warnAt
                : group.saysWarnAt ? group.warnAt
                : file.saysWarnAt ? file.warnAt
                : limit.WarnAt,
        };

    private static decimal? WarnAt(ref JsonCursor json)
    {
        const string expected = "a percentage such as \"80%\", or \"off\"";
        return json.String(expected) == "off" ? null : json.Share(expected, 100m);
    }
}
