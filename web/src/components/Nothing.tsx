import { useCatalog } from './catalog';
import { Install } from './Install';
import { EmptyState } from './States';

/** Nothing is in the view: because of what it asks for, or because nothing ever came. */
export function Nothing({ filtered = false }: { filtered?: boolean }) {
  const { events } = useCatalog();
  if (events.length === 0) return <Install />;
  return filtered ? (
    <EmptyState title="No events match">
      <p>Choose a longer range, or remove a filter or a name.</p>
    </EmptyState>
  ) : (
    <EmptyState title="No events in this range">
      <p>There are events at other times: choose another range.</p>
    </EmptyState>
  );
}
