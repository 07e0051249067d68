using CiBudget.Capture;

// The namespace of IHttpClientBuilder, so that the method is found where it is looked for.
namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Metering for clients of <c>IHttpClientFactory</c>.</summary>
public static class ClaudeMeterHttpClientBuilderExtensions
{
    /// <summary>Meters the Claude calls of this client, innermost, so that every attempt of a retry handler counts.</summary>
    /// <param name="builder">The client.</param>
    /// <param name="configure">Says what is particular to the client; null when nothing is.</param>
    /// <exception cref="ArgumentException">A host is no host.</exception>
    public static IHttpClientBuilder AddClaudeMeter(
        this IHttpClientBuilder builder,
        Action<ClaudeMeterOptions>? configure = null
    )
    {
        var options = new ClaudeMeterOptions();
        configure?.Invoke(options);
        ClaudeHosts.Declare(options.Hosts);
        return builder.AddHttpMessageHandler(static () => new MeteringHandler());
    }
}
