namespace Platform.Tests.Benchmarks.Faults;

/// <summary>Something that goes wrong, and what it takes to let it happen here.</summary>
internal abstract class Fault
{
    /// <summary>What <c>--faults</c> calls it.</summary>
    public abstract string Name { get; }

    /// <summary>Whether it happens to brokers, so that there must be some.</summary>
    public virtual bool NeedsBrokers => false;

    /// <summary>How many hosts take events.</summary>
    public virtual int Hosts => 1;

    /// <summary>The data directory of the first host; null for an ordinary one.</summary>
    public virtual string? Data => null;

    /// <summary>What every host is told besides the usual.</summary>
    public virtual Dictionary<string, string> Settings => [];

    /// <summary>Gets ready what the fault needs before there is a host.</summary>
    /// <returns>Why it cannot be caused on this machine; null when it can.</returns>
    public virtual Task<string?> PrepareAsync() => Task.FromResult<string?>(null);

    /// <summary>Lets it happen once, and ends it.</summary>
    /// <returns>From when on the product could recover: when its cause was gone, by the load generator's clock.</returns>
    public abstract Task<double> StrikeAsync(Site site, Random random);

    /// <summary>Takes away what was got ready.</summary>
    public virtual Task ClearAsync() => Task.CompletedTask;

    /// <summary>A time between the two.</summary>
    protected static TimeSpan Between(Random random, double least, double most) => TimeSpan.FromSeconds(least + random.NextDouble() * (most - least));
}
