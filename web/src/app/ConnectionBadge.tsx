import { useAnswer } from '../lib/answer';
import { useConnectionState } from '../lib/connection';
import { duration, seconds } from '../lib/format';
import { graphql } from '../lib/gql';

const Lag = graphql(`
  query Lag {
    projections { name lag state }
  }
`);

// Below two seconds nobody sees a difference.
const worthTelling = 2;

/** The projection that is furthest behind, once that is worth telling. */
function useLag(): { name: string; by: number } | null {
  const { data } = useAnswer(Lag, {}, { fresh: true, every: 5_000 });
  const slowest = (data?.projections ?? []).map(({ name, lag }) => ({ name, by: seconds(lag) })).sort((one, other) => other.by - one.by)[0];
  return slowest && slowest.by >= worthTelling ? slowest : null;
}

/** Whether figures are live, by how much they are behind, and in which time zone they are. */
export function ConnectionBadge() {
  const state = useConnectionState();
  const lag = useLag();
  const [look, words] = state === 'reconnecting' ? ['dot away', 'Reconnecting'] : state === 'connecting' ? ['dot idle', 'Connecting'] : lag ? ['dot away', `Behind by ${duration(lag.by)}`] : ['dot', 'Live'];
  return (
    <span className="connection" title={lag && state === 'live' ? `The projection ${lag.name} has not seen the last ${duration(lag.by)} yet.` : 'All times are UTC.'}>
      <span className={look} aria-hidden />
      <span>{words}</span>
      <span className="zone">UTC</span>
    </span>
  );
}

/** Told within three seconds of the loss, and gone as soon as it is mended. */
export function Reconnecting() {
  const state = useConnectionState();
  return (
    <div role="status">
      {state === 'reconnecting' && <div className="banner">The connection is lost. Figures stand still until it is back; nothing is lost on the server.</div>}
    </div>
  );
}
