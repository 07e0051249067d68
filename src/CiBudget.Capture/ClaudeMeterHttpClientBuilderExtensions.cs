using CiBudget.Capture;

// The namespace of IHttpClientBuilder, so that the method is found where it is looked for.
namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Metering for clients of <c>IHttpClientFactory</c>.</summary>
public static class ClaudeMeterHttpClientBuilderExtensions
{
    /// <summary>Meters the Claude calls of this client, innermost, so that every attempt of a retry handler counts.</summary>
    public static IHttpClientBuilder AddClaudeMeter(this IHttpClientBuilder builder) =>
        builder.AddHttpMessageHandler(static () => new MeteringHandler());
}
