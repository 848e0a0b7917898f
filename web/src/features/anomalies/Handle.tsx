import { Button, Modal, Textarea } from '@mantine/core';
import { useState } from 'react';
import { anomalyKinds } from '../../lib/words';
import type { Found } from './anomalies';

/** A note with what somebody says of an anomaly. */
export function Handle({ found, how, onClose, onDone }: { found: Found; how: 'acknowledge' | 'dismiss'; onClose: () => void; onDone: (note: string | null) => void }) {
  const [note, write] = useState(found.note ?? '');
  return (
    <Modal opened onClose={onClose} title={how === 'acknowledge' ? `Acknowledge: ${anomalyKinds[found.kind].toLowerCase()}` : 'Not an anomaly'} size="md">
      <form
        className="filter-editor"
        onSubmit={(event) => {
          event.preventDefault();
          onDone(note.trim() || null);
        }}
      >
        <p className="flush">{how === 'acknowledge' ? found.explanation : 'The detector learns that so much is not unusual of this series: it is told of only when it goes farther.'}</p>
        <Textarea label="Note" description="For whoever looks here next." autosize minRows={2} maxLength={1000} value={note} onChange={(event) => write(event.currentTarget.value)} data-autofocus />
        <div className="controls">
          <Button variant="default" onClick={onClose}>Leave it</Button>
          <Button type="submit">{how === 'acknowledge' ? 'Acknowledge' : 'It is none'}</Button>
        </div>
      </form>
    </Modal>
  );
}
