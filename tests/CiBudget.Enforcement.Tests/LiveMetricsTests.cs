using System.Diagnostics;
using CiBudget.Capture;
using CiBudget.Replay;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using OtelMetric = OpenTelemetry.Metrics.Metric;

namespace CiBudget.Enforcement.Tests;

/// <summary>Calls as the OpenTelemetry SDK sees them.</summary>
[NonParallelizable]
public sealed class LiveMetricsTests
{
    [Test]
    public async Task Calls_are_metrics_and_activities_under_the_names_of_the_conventions()
    {
        var points = new List<string>();
        var spans = new List<Activity>();
        using var reader = new BaseExportingMetricReader(new Exporter(points));
        using var meters = Sdk.CreateMeterProviderBuilder()
            .AddMeter(LiveMetrics.Name)
            .AddReader(reader)
            .Build();
        using var traces = Sdk.CreateTracerProviderBuilder()
            .AddSource(LiveMetrics.Name)
            .AddProcessor(new Collector(spans))
            .Build();
        // claude-haiku-5-5, 1,000 input and 200 output tokens.
        using var claude = ReplayServer.Start(
            "success?inputTokens=1000&outputTokens=200&model=claude-haiku-5-5"
        );
        using (
            ClaudeMeter.Start(
                new MeterOptions
                {
                    Hosts = [claude.BaseUrl.Authority],
                    Policies = [new AllowOnce()],
                }
            )
        )
        {
            await Call(claude.BaseUrl);
            Assert.That(async () => await Call(claude.BaseUrl), Throws.InvalidOperationException);
        }
        meters.ForceFlush();

        const string Tags =
            "gen_ai.operation.name=chat gen_ai.provider.name=anthropic gen_ai.request.model=claude-haiku-5-5 gen_ai.response.model=claude-haiku-5-5 ";
        const string Server = "server.address=127.0.0.1";
        // $0.10 and $0.50 a million: $0.0001 and $0.0001.
        Assert.That(
            points,
            Is.SupersetOf(
                new[]
                {
                    $"gen_ai.client.token.usage {{token}} {Tags}gen_ai.token.type=input {Server}: 1000",
                    $"gen_ai.client.token.usage {{token}} {Tags}gen_ai.token.type=output {Server}: 200",
                    $"cibudget.cost USD {Tags}{Server}: 0.0002",
                }
            )
        );
        Assert.That(
            points,
            Has.One.StartsWith("cibudget.refused_calls {call} error.type=Refused ")
                .And.EndsWith(": 1")
        );
        Assert.That(
            points,
            Has.One.StartsWith($"gen_ai.client.operation.duration s {Tags}{Server}: ")
        );
        var answered = spans.Single(span => span.Status != ActivityStatusCode.Error);
        Assert.That(
            (answered.DisplayName, answered.Kind),
            Is.EqualTo(("chat claude-haiku-5-5", ActivityKind.Client))
        );
        Assert.That(answered.GetTagItem("gen_ai.response.model"), Is.EqualTo("claude-haiku-5-5"));
        Assert.That(answered.Duration, Is.GreaterThan(TimeSpan.Zero));
        Assert.That(spans, Has.Count.EqualTo(2));
    }

    private static async Task Call(Uri url)
    {
        using var http = new HttpClient { BaseAddress = url };
        using var body = new StringContent(
            """{"model":"claude-haiku-5-5","max_tokens":500,"messages":[{"role":"user","content":"hi"}]}"""
        );
        using var answer = await http.PostAsync(new Uri("v1/messages", UriKind.Relative), body);
    }

    private sealed class AllowOnce : ICallPolicy
    {
        private int _calls;

        public CallDecision Decide(ClaudeCall call) =>
            Interlocked.Increment(ref _calls) == 1
                ? CallDecision.Allow
                : CallDecision.Refuse(new InvalidOperationException("once"));
    }

    private sealed class Collector(List<Activity> spans) : BaseProcessor<Activity>
    {
        public override void OnEnd(Activity data) => spans.Add(data);
    }

    private sealed class Exporter(List<string> points) : BaseExporter<OtelMetric>
    {
        public override ExportResult Export(in Batch<OtelMetric> batch)
        {
            foreach (var metric in batch)
            {
                foreach (ref readonly var point in metric.GetMetricPoints())
                {
                    var tags = new List<string>();
                    foreach (var tag in point.Tags)
                        tags.Add($"{tag.Key}={tag.Value}");
                    tags.Sort(StringComparer.Ordinal);
                    var value =
                        metric.MetricType == MetricType.Histogram ? point.GetHistogramSum()
                        : metric.MetricType == MetricType.DoubleSum ? point.GetSumDouble()
                        : point.GetSumLong();
                    points.Add(
                        FormattableString.Invariant(
                            $"{metric.Name} {metric.Unit} {string.Join(' ', tags)}: {value}"
                        )
                    );
                }
            }
            return ExportResult.Success;
        }
    }
}
