namespace CiBudget.Capture;

/// <summary>Tells whether this process's HTTP calls can be seen at all.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class DiagnosticsAvailability
{
    private const string Switch = "System.Net.Http.EnableActivityPropagation";
    internal const string Metrics = "System.Diagnostics.Metrics.Meter.IsSupported";
    private const string Variable = "DOTNET_SYSTEM_NET_HTTP_ENABLEACTIVITYPROPAGATION";

    /// <summary>
    /// Why the listener sees nothing, in words for a report; null when it sees. A process that is blind has spent an unknown amount,
    /// not nothing.
    /// </summary>
    /// <remarks>The runtime asks in this order: DiagnosticsHandler.cs and GlobalHttpSettings.cs of dotnet/runtime.</remarks>
    public static string? GetReasonDisabled() =>
        GetReasonDisabled(
            AppContext.TryGetSwitch(Switch, out var enabled) ? enabled : null,
            Environment.GetEnvironmentVariable(Variable),
            AppContext.TryGetSwitch(Metrics, out var metrics) ? metrics : null
        );

    internal static string? GetReasonDisabled(
        bool? appSwitch,
        string? variable,
        bool? metrics = null
    )
    {
        if (WhyNoEvents(appSwitch, variable) is { } reason)
            return reason;
        // Without them nobody would notice a client that hides from the events.
        return metrics == false
            ? $"metrics are switched off (MetricsSupport in the project): {Metrics} is false"
            : null;
    }

    private static string? WhyNoEvents(bool? appSwitch, string? variable)
    {
        if (appSwitch is { } enabled)
            return enabled ? null : $"HTTP diagnostics are switched off: {Switch} is false";
        return
            variable is "0" || string.Equals(variable, "false", StringComparison.OrdinalIgnoreCase)
            ? $"HTTP diagnostics are switched off: {Variable}={variable}"
            : null;
    }
}
