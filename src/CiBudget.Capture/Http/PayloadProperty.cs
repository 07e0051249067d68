using System.Reflection;

namespace CiBudget.Capture;

/// <summary>
/// Reads one property of the runtime's private payload types through a delegate that is made once for each type, so that an event
/// costs a call and no reflection.
/// </summary>
internal sealed class PayloadProperty<T>(string name)
{
    private Reader? _last;

    /// <summary>The property's value; the default when the payload has no such property.</summary>
    public T? Get(object payload)
    {
        var reader = _last;
        if (reader is null || reader.PayloadType != payload.GetType())
            _last = reader = Reader.For(payload.GetType(), name);
        return reader.Read(payload);
    }

    private abstract class Reader(Type payloadType)
    {
        public Type PayloadType { get; } = payloadType;

        public abstract T? Read(object payload);

        public static Reader For(Type payload, string name)
        {
            var getter = payload
                .GetProperty(name, BindingFlags.Public | BindingFlags.Instance)
                ?.GetMethod;
            if (
                getter is null
                || payload.IsValueType
                || !typeof(T).IsAssignableFrom(getter.ReturnType)
            )
                return new Missing(payload);
            var type = typeof(Typed<>).MakeGenericType(typeof(T), payload);
            return (Reader)Activator.CreateInstance(type, getter)!;
        }
    }

    private sealed class Typed<TPayload>(MethodInfo getter) : Reader(typeof(TPayload))
        where TPayload : class
    {
        private readonly Func<TPayload, T?> _get = getter.CreateDelegate<Func<TPayload, T?>>();

        public override T? Read(object payload) => _get((TPayload)payload);
    }

    private sealed class Missing(Type payload) : Reader(payload)
    {
        public override T? Read(object payload) => default;
    }
}
