import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';
import { counted, moment } from '../../lib/format';
import { sharedSearch } from '../../lib/places';
import { EmptyState } from '../States';

interface Listed {
  id: string;
  visitorIds: readonly string[];
  traits: Record<string, unknown>;
  lastSeen: string;
}

/** What people call a person: its name, else its address, else one of its ids. */
export const personName = ({ traits, visitorIds }: Pick<Listed, 'traits' | 'visitorIds'>): string => String(traits.name ?? traits.email ?? visitorIds[0] ?? 'nobody');

/** A window with the persons behind a figure. */
export function PersonsWindow({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  return (
    <Modal opened onClose={onClose} title={title} size="lg" transitionProps={{ duration: 100 }} closeButtonProps={{ 'aria-label': 'Close' }}>
      {children}
    </Modal>
  );
}

/** Who they are, each a way to what the person did. */
export function PersonRows({ found }: { found: { totalCount: number; nodes: readonly Listed[] } }) {
  const [params] = useSearchParams();
  if (found.nodes.length === 0) return <EmptyState title="Nobody" />;
  return (
    <>
      <p className="quiet flush">
        {counted(found.totalCount, 'person')}
        {found.totalCount > found.nodes.length ? `, of whom ${found.nodes.length} are listed` : ''}
      </p>
      <table className="plain">
        <thead>
          <tr>
            <th>Person</th>
            <th>Last seen (UTC)</th>
          </tr>
        </thead>
        <tbody>
          {found.nodes.map((person) => (
            <tr key={person.id}>
              <td>
                <Link to={{ pathname: `/persons/${person.id}`, search: sharedSearch(params) }} className="plain-link">
                  {personName(person)}
                </Link>
              </td>
              <td>{moment(person.lastSeen)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
