import { Button, Modal, Select } from '@mantine/core';
import { useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { Code } from '../../components/Code';
import { moment } from '../../lib/format';
import { Key, RotateKey, type Source } from './sources';

const keep = [
  { value: 'PT0S', label: 'The old key stops at once' },
  { value: 'PT24H', label: 'The old key works a day longer' },
  { value: 'P7D', label: 'The old key works a week longer' },
  { value: 'P30D', label: 'The old key works 30 days longer' },
];

/** The write key, and replacing it. */
export function KeyPanel({ source, onClose, onRotated }: { source: Source; onClose: () => void; onRotated: () => void }) {
  const [{ data }] = useQuery({ query: Key, requestPolicy: 'network-only' });
  const [{ data: rotated, fetching, error }, rotate] = useMutation(RotateKey);
  const [keepOldFor, setKeep] = useState('PT24H');
  const key = rotated?.rotateWriteKey.writeKey ?? data?.sources.find((one) => one.name === source.name)?.writeKey ?? '';
  const oldUntil = rotated?.rotateWriteKey.oldKeyUntil ?? source.oldKeyUntil;
  return (
    <Modal opened onClose={onClose} title={`The write key of ${source.name}`} size="lg">
      <div className="stack">
        <p className="quiet flush">Whoever has it may send events as this source, and nothing else.</p>
        <Code label="Write key" text={key} />
        <Code label="Snippet for web pages" text={`<script defer src="${location.origin}/a.js?key=${key}" data-key="${key}"></script>`} copy="Copy snippet" />
        {oldUntil && <p className="quiet flush">The key before this one works until {moment(oldUntil)} UTC.</p>}
        <div role="alert">{error && <span className="status bad">{error.message.replace(/^\[\w+\] /, '')}</span>}</div>
        <div className="controls">
          <Select aria-label="What becomes of the old key" w={280} allowDeselect={false} value={keepOldFor} onChange={(value) => setKeep(value ?? 'PT24H')} data={keep} />
          <Button variant="light" loading={fetching} onClick={() => void rotate({ name: source.name, keepOldFor }).then(onRotated)}>Make a new key</Button>
        </div>
      </div>
    </Modal>
  );
}
