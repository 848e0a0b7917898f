import { Card } from '../../components/Card';

/** What is known of a person: its traits and the ids that are it. */
export function Identity({ ids, traits }: { ids: readonly string[]; traits: Record<string, unknown> }) {
  const known = Object.entries(traits);
  return (
    <Card title="Who it is">
      {known.length > 0 ? (
        <dl className="facts single">
          {known.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{typeof value === 'object' ? JSON.stringify(value) : String(value)}</dd>
            </div>
          ))}
        </dl>
      ) : (
        <p className="quiet flush">No traits: an identify call with traits puts them here.</p>
      )}
      <h3>{ids.length === 1 ? 'Its id' : `Its ${ids.length} ids, joined`}</h3>
      <ul className="ids">
        {ids.map((id) => (
          <li key={id}>{id}</li>
        ))}
      </ul>
    </Card>
  );
}
