using System.Reflection;
using CiBudget.Replay;
using NUnit.Framework;

namespace CiBudget.NUnit;

/// <summary>What the scenario of the running test met: <c>Assert.That(Replay.Calls, Has.Count.EqualTo(1))</c>.</summary>
public static class Replay
{
    /// <summary>The calls that reached the scenario so far.</summary>
    /// <exception cref="InvalidOperationException">No scenario plays for the running test.</exception>
    public static ReplayCalls Calls => Session().Calls;

    /// <summary>The scenario that plays.</summary>
    /// <exception cref="InvalidOperationException">No scenario plays for the running test.</exception>
    public static Scenario Scenario => Session().Scenario;

    /// <summary>The base URL that the calls are sent to.</summary>
    /// <exception cref="InvalidOperationException">No scenario plays for the running test.</exception>
    public static Uri BaseUrl => Session().BaseUrl;

    /// <summary>Forgets the calls and begins the scenario again.</summary>
    /// <exception cref="InvalidOperationException">No scenario plays for the running test.</exception>
    public static void Reset() => Session().Reset();

    /// <summary>
    /// Makes one call of the official SDK and fails the test unless it ends as the SDK's own rules say for this scenario: the class of
    /// the exception, and the number of HTTP attempts (three on 429 and 5xx, one on 400 and 402).
    /// </summary>
    /// <param name="call">The call; a stream is read to its end.</param>
    /// <param name="stream">True when the call streams.</param>
    /// <param name="model">The model that the call asks for.</param>
    /// <param name="maxRetries">The client's <c>MaxRetries</c>.</param>
    /// <returns>The exception.</returns>
    /// <exception cref="InvalidOperationException">
    /// No scenario plays, the scenario does not fail, or package Anthropic is not loaded.
    /// </exception>
    public static async Task<Exception> ExpectFailureAsync(
        Func<Task> call,
        bool stream = false,
        string model = ClaudeReply.DefaultModel,
        int maxRetries = SdkExpectations.DefaultMaxRetries
    )
    {
        ArgumentNullException.ThrowIfNull(call);
        var session = Session();
        var sdk = SdkVersion();
        var expected = session.Scenario.Expected.For(sdk, stream, model, maxRetries);
        if (expected.Exception is not { } name)
            throw new InvalidOperationException(
                $"Scenario '{session.Scenario.Name}' does not make the SDK fail."
            );

        var before = session.Calls.Total;
        var thrown = await CatchAsync(call).ConfigureAwait(false);
        var attempts = session.Calls.Total - before;
        if (thrown is null || !IsA(thrown.GetType(), name) || attempts != expected.Attempts)
            Assert.Fail(
                $"Scenario '{session.Scenario.Name}' makes Anthropic {sdk} throw {name} after {Times(expected.Attempts)}; "
                    + $"it was {thrown?.GetType().FullName ?? "no exception"} after {Times(attempts)}."
            );

        return thrown!;
    }

    private static async Task<Exception?> CatchAsync(Func<Task> call)
    {
        try
        {
            await call().ConfigureAwait(false);
            return null;
        }
#pragma warning disable CA1031 // Whatever comes is what is looked at.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            return thrown;
        }
    }

    private static bool IsA(Type? type, string name) =>
        type is not null && (type.FullName == name || IsA(type.BaseType, name));

    private static string Times(long attempts) =>
        attempts == 1 ? "1 HTTP attempt" : $"{attempts} HTTP attempts";

    private static Version SdkVersion()
    {
        var version = AppDomain
            .CurrentDomain.GetAssemblies()
            .FirstOrDefault(assembly => assembly.GetName().Name == "Anthropic")
            ?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            ?.InformationalVersion;
        return version is not null && Version.TryParse(version.Split('+', '-')[0], out var parsed)
            ? parsed
            : throw new InvalidOperationException(
                "The official SDK (package Anthropic) is not loaded in this process."
            );
    }

    private static ReplayEndpoint Session() =>
        ReplaySessions.Current()?.Endpoint
        ?? throw new InvalidOperationException(
            "No scenario plays for this test: put [Replay(\"payment-required\")] on it."
        );
}
