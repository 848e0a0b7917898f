namespace Platform.Projections.Catalog;

/// <summary>Names and properties seen.</summary>
public sealed record EventCatalog(IReadOnlyList<CatalogEvent> Events, IReadOnlyList<CatalogProperty> Properties);

/// <summary>An event name.</summary>
public sealed record CatalogEvent(string Name, long Volume, DateTimeOffset FirstSeen, DateTimeOffset LastSeen);

/// <summary>A property of the client's own.</summary>
/// <param name="Type">string, number, boolean, datetime, array, object; "mixed" when several were seen.</param>
/// <param name="On">The events that carry it.</param>
/// <param name="Sample">Up to five short values.</param>
public sealed record CatalogProperty(string Name, string Type, IReadOnlyList<string> On, IReadOnlyList<string> Sample);
