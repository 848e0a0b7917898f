import { Menu, Modal } from '@mantine/core';
import { IconApi, IconLayoutDashboard } from '@tabler/icons-react';
import { print } from 'graphql';
import type { TypedDocumentNode } from 'urql';
import { useState } from 'react';
import { useTenancy } from '../../lib/tenant';
import { Code } from '../Code';
import { type Keepable, SaveInsight } from './SaveInsight';

type Shown = { query: string; variables: string } | Keepable;

/** Items of the menu of an insight: the query that answers it, to be asked elsewhere, and keeping it on a dashboard. */
export function AsGraphQL({ document, variables, onOpen, keep }: { document: TypedDocumentNode<unknown, never>; variables: unknown; onOpen: (shown: Shown) => void; keep?: Keepable }) {
  return (
    <>
      <Menu.Item leftSection={<IconApi size={16} aria-hidden />} onClick={() => onOpen({ query: print(document), variables: JSON.stringify(variables, null, 2) })}>
        Open as GraphQL query
      </Menu.Item>
      {keep && (
        <Menu.Item leftSection={<IconLayoutDashboard size={16} aria-hidden />} onClick={() => onOpen(keep)}>
          Save to a dashboard
        </Menu.Item>
      )}
    </>
  );
}

/** Remembers what an item of the menu has opened, and shows it. */
export function useGraphQL() {
  const [shown, show] = useState<Shown | null>(null);
  const close = () => show(null);
  return { open: show, window: shown && ('kind' in shown ? <SaveInsight {...shown} onClose={close} /> : <QueryWindow {...shown} onClose={close} />) };
}

/** The query that answers something. */
export function QueryWindow({ query, variables, onClose }: { query: string; variables: string; onClose: () => void }) {
  const { current } = useTenancy();
  return (
    <Modal opened onClose={onClose} title="The query that answers this" size="lg" transitionProps={{ duration: 100 }} closeButtonProps={{ 'aria-label': 'Close' }}>
      <div className="stack">
        <Code label="Query" text={query} />
        <Code label="Variables" text={variables} />
        <p className="quiet flush">
          Send it to <code>/graphql</code> with the header <code>X-Tenant: {current.id}</code>, or <a href="/graphql/">ask it in the explorer</a>.
        </p>
      </div>
    </Modal>
  );
}
