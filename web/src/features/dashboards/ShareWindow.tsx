import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { useMutation } from 'urql';
import { Code } from '../../components/Code';
import { failure } from '../../components/States';
import { moment } from '../../lib/format';
import { type Board, Revoke, Share } from './dashboards';

/** Makes a link for people without a log-in, and takes it back. */
export function ShareWindow({ board, onChanged, onClose }: { board: Board; onChanged: () => void; onClose: () => void }) {
  const [{ data, fetching, error }, share] = useMutation(Share);
  const [revoked, revoke] = useMutation(Revoke);
  const [gone, leave] = useState(false);
  const link = data && !gone ? `${location.origin}${data.shareDashboard.path}` : null;
  const shared = (board.sharedAt !== null || link !== null) && !gone;
  const problem = error ?? revoked.error;
  return (
    <Modal opened onClose={onClose} title={`Share “${board.name}”`} size="lg" transitionProps={{ duration: 100 }} closeButtonProps={{ 'aria-label': 'Close' }}>
      <div className="stack">
        <p className="quiet flush">Whoever has the link sees the answers of this dashboard as they stand, without logging in: no questions, no persons, nothing else. It can be taken back at any time.</p>
        {link ? (
          <Code label="Link" text={link} copy="Copy link" />
        ) : (
          shared && <p className="flush">{`Shared by link since ${moment(board.sharedAt ?? '')} UTC. The link itself is not stored: make a new one if it is lost; the old one leads nowhere then.`}</p>
        )}
        <div role="alert">{problem && <span className="down">{failure(problem).detail}</span>}</div>
        <div className="controls">
          {shared && (
            <Button variant="default" loading={revoked.fetching} onClick={() => void revoke({ id: board.id }).then(() => { leave(true); onChanged(); })}>
              Stop sharing
            </Button>
          )}
          {!link && (
            <Button loading={fetching} onClick={() => void share({ id: board.id }).then(() => { leave(false); onChanged(); })}>
              {shared ? 'Make a new link' : 'Make a link'}
            </Button>
          )}
        </div>
      </div>
    </Modal>
  );
}
