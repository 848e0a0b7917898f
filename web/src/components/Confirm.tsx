import { Button, Modal } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { CombinedError } from 'urql';
import { failure } from './States';

/** Asks before something is done that touches others: names what will happen. */
export function Confirm({ title, action, onDo, onClose, children }: { title: string; action: string; onDo: () => Promise<CombinedError | undefined>; onClose: () => void; children: ReactNode }) {
  const [doing, wait] = useState(false);
  const [problem, tell] = useState('');
  const run = async () => {
    wait(true);
    const error = await onDo();
    wait(false);
    if (error) tell(failure(error).detail);
    else onClose();
  };
  return (
    <Modal opened onClose={onClose} title={title} transitionProps={{ duration: 100 }} closeButtonProps={{ 'aria-label': 'Close' }}>
      <div className="stack">
        <p className="quiet flush">{children}</p>
        <div role="alert">{problem && <span className="down">{problem}</span>}</div>
        <div className="controls">
          <Button variant="default" onClick={onClose} data-autofocus>
            Cancel
          </Button>
          <Button loading={doing} onClick={() => void run()}>
            {action}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
