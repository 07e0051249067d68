namespace CiBudget.Pricing;

/// <summary>
/// What a call asked for that decides its price beside its usage. The answer does not repeat it: Bedrock names the bare model whatever
/// inference profile was asked for.
/// </summary>
/// <param name="Id">The model's id as it was asked for: an id, an inference profile, an ARN or a deployment; null when it is not known.</param>
/// <param name="Region">Where the request went, see <see cref="PlaceOfService.Get(Uri, string?)"/>; null where the place does not decide the price.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct RequestedModel(string? Id, string? Region)
{
    /// <summary>What it means for a part of the answer that another model served: the place is the same, the id says nothing of its price.</summary>
    internal RequestedModel ForOtherModel() =>
        Id is null ? this : new(null, PlaceOfService.OfModel(Id) ?? Region);
}
