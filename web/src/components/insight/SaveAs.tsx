import { Button, Modal, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { CombinedError } from 'urql';
import { failure } from '../States';

/** Asks for a name to keep something under. What the server says against it stands beside it. */
export function SaveAs({ title, initial = '', action = 'Save', onSave, onClose, children }: { title: string; initial?: string; action?: string; onSave: (name: string) => Promise<CombinedError | undefined>; onClose: () => void; children?: ReactNode }) {
  const [name, type] = useState(initial);
  const [saving, wait] = useState(false);
  const [problem, tell] = useState('');
  const save = async () => {
    wait(true);
    const error = await onSave(name.trim());
    wait(false);
    if (error) tell(error.networkError ? failure(error).what : error.message.replace(/^\[\w+\] /, ''));
    else onClose();
  };
  return (
    <Modal opened onClose={onClose} title={title} transitionProps={{ duration: 100 }} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextInput label="Name" value={name} maxLength={200} error={problem || null} data-autofocus onChange={(event) => type(event.currentTarget.value)} />
        {children}
        <div className="controls">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={saving} disabled={name.trim() === ''}>
            {action}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
