using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace CiBudget.Benchmarks;

/// <summary>Hears the runtime's events and counter that the meter hears, and does nothing: what nobody who listens can go below.</summary>
internal sealed class EmptySubscriber
    : IObserver<DiagnosticListener>,
        IObserver<KeyValuePair<string, object?>>,
        IDisposable
{
    private readonly List<IDisposable> _subscriptions = [];
    private readonly MeterListener _counter = new();

    public EmptySubscriber()
    {
        _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
        _counter.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Name == "http.client.active_requests")
                listener.EnableMeasurementEvents(instrument);
        };
        _counter.SetMeasurementEventCallback<long>(static (_, _, _, _) => { });
        _counter.Start();
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "HttpHandlerDiagnosticListener")
            _subscriptions.Add(
                value.Subscribe(this, static (name, _, _) => name == "System.Net.Http.Response")
            );
    }

    public void OnNext(KeyValuePair<string, object?> value) { }

    public void OnCompleted() { }

    public void OnError(Exception error) { }

    public void Dispose()
    {
        _subscriptions.ForEach(static one => one.Dispose());
        _counter.Dispose();
    }
}
