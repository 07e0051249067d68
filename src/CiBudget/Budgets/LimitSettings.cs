using CiBudget.Json;

namespace CiBudget.Budgets;

/// <summary>What a limit, a group of limits or the whole file says about how limits act. What is not said is null.</summary>
internal sealed class LimitSettings
{
    private Severity? _level;
    private Enforcement? _enforce;
    private bool _saysWarnAt;
    private decimal? _warnAt;

    /// <summary>Reads the value of <c>level</c>, <c>warnAt</c> or <c>enforce</c>; false when the key is none of them.</summary>
    public bool TryRead(JsonTree json)
    {
        switch (json.Name)
        {
            case "level":
                _level = json.AsChoice<Severity>();
                return true;
            case "enforce":
                _enforce = json.AsChoice<Enforcement>();
                return true;
            case "warnAt":
                (_saysWarnAt, _warnAt) = (true, WarnAt(json));
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
            Severity = own._level ?? group._level ?? limit.Severity,
            Enforce = own._enforce ?? group._enforce ?? file._enforce ?? limit.Enforce,
            WarnAt =
                own._saysWarnAt ? own._warnAt
                : group._saysWarnAt ? group._warnAt
                : file._saysWarnAt ? file._warnAt
                : limit.WarnAt,
        };

    private static decimal? WarnAt(JsonTree json)
    {
        const string expected = "a percentage such as \"80%\", or \"off\"";
        return json.AsString(expected) == "off" ? null : json.Share(expected, 100m);
    }
}
