import { useEffect, useState } from 'react';
import { useParams } from 'react-router';
import { ErrorState, Skeletons } from '../../components/States';
import { moment } from '../../lib/format';
import type { Shown } from './dashboards';
import { TileCard } from './TileCard';

interface Shared {
  name: string;
  at: string;
  tiles: (Shown & { width: number; height: number })[];
}

const every = 30_000;

/** A dashboard as whoever has its link sees it: answers, and nothing that leads elsewhere. */
export default function SharedPage() {
  const { token = '' } = useParams();
  const [shared, show] = useState<Shared | null>(null);
  const [problem, tell] = useState<string | null>(null);
  useEffect(() => {
    const ask = () =>
      fetch(`/api/shared/${encodeURIComponent(token)}`)
        .then(async (response) => {
          const body = (await response.json()) as Shared & { message?: string };
          tell(response.ok ? null : (body.message ?? `The server answered ${response.status}.`));
          show(response.ok ? body : null);
        })
        .catch(() => tell('The server cannot be reached. The page tries again by itself.'));
    void ask();
    const timer = setInterval(() => void ask(), every);
    return () => clearInterval(timer);
  }, [token]);
  useEffect(() => {
    document.title = shared?.name ?? 'Shared dashboard';
  }, [shared?.name]);
  if (problem && !shared)
    return (
      <main className="alone">
        <ErrorState what="There is no dashboard here." detail={problem} />
      </main>
    );
  return (
    <main className="shared">
      {shared ? (
        <div className="stack">
          <div className="page-head">
            <div>
              <h1>{shared.name}</h1>
              <p className="quiet">As of {moment(shared.at)} UTC. Read only.</p>
            </div>
          </div>
          {problem && (
            <p role="alert" className="stale">
              {problem}
            </p>
          )}
          <div className="tiles">
            {shared.tiles.map((tile) => (
              <TileCard key={tile.id} tile={tile} width={tile.width} height={tile.height} />
            ))}
          </div>
        </div>
      ) : (
        <Skeletons shape="page" />
      )}
    </main>
  );
}
